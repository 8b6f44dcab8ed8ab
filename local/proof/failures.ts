import { type Fault, failsWith } from "../simulation/faults";
import type { LoadMember } from "../simulation/loadMembers";

/** One thing that goes wrong while the load goes on. */
export interface Failure {
  /** `eastus2 hangs`. */
  readonly name: string;
  /** The same of any region: `a region hangs`. */
  readonly what: string;
  readonly kind: "none" | "critical" | "region" | "hang" | "tier" | "poison";
  /** The region that it takes; `undefined`: it is no region's. */
  readonly region: string | undefined;
  readonly fault: Fault | undefined;
  readonly hits: (member: LoadMember) => boolean;
}

const SAYS: readonly (readonly [what: string, fault: Fault])[] = [
  ["refuses connections", { kind: "refused" }],
  ["is throttled", failsWith(429, { "Retry-After": "10" })],
  ["answers 503", failsWith(503)],
  ["answers 401", failsWith(401)],
];

/** Nothing, then every single failure of what serves a model. */
export function failuresOf(
  members: readonly LoadMember[],
  consumers: readonly { readonly class: string }[],
): readonly Failure[] {
  const nothing = { region: undefined, fault: undefined, hits: () => false } as const;
  const shares =
    tiersOf(members).length > 1 && new Set(consumers.map((each) => each.class === "critical")).size > 1;
  const regions = [...new Set(members.map(({ region }) => region))].sort();
  const tiers = tiersOf(members);
  return [
    { name: "nothing", what: "nothing", kind: "none", ...nothing },
    ...(shares
      ? [
          {
            name: "nothing, critical consumers alone",
            what: "nothing, critical consumers alone",
            kind: "critical",
            ...nothing,
          } as const,
        ]
      : []),
    ...regions.flatMap((region): Failure[] => {
      const hits = (member: LoadMember) => member.region === region;
      return [
        ...SAYS.map(
          ([what, fault]): Failure => ({
            name: `${region} ${what}`,
            what: `a region ${what}`,
            kind: "region",
            region,
            fault,
            hits,
          }),
        ),
        {
          name: `${region} hangs`,
          what: "a region hangs",
          kind: "hang",
          region,
          fault: { kind: "hangs" },
          hits,
        },
      ];
    }),
    // With one tier that is the whole model, and nobody promises an answer then.
    ...(tiers.length < 2 ? [] : tiers).map(
      (tier): Failure => ({
        name: `${tier.toUpperCase()} is full`,
        what: `${tier.toUpperCase()} is full`,
        kind: "tier",
        region: undefined,
        fault: failsWith(429, { "Retry-After": "10" }),
        hits: (member) => member.tier === tier,
      }),
    ),
    ...(consumers.length > 1
      ? [
          {
            name: "a consumer fails everywhere",
            what: "a consumer fails everywhere",
            kind: "poison",
            ...nothing,
          } as const,
        ]
      : []),
  ];
}

const tiersOf = (members: readonly LoadMember[]) => [...new Set(members.map(({ tier }) => tier))];
