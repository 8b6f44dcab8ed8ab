import type { Row, Seen } from "./row";
import {
  always,
  comesAndGoes,
  everybody,
  fewer,
  names,
  never,
  pair,
  part,
  record,
  replaced,
  unless,
} from "./row";

/** Who reaches the fleet, and what says who somebody is. */
export const accessRows: readonly Row[] = [
  {
    at: "network.access",
    judge: always,
    say: (seen) =>
      seen.after === "public"
        ? `the accounts become public (were ${seen.from}): their private endpoints go, and the internet reaches them`
        : `the accounts become ${seen.to} (were ${seen.from}): only the gateway reaches them, and their addresses are others`,
  },
  {
    at: "gateway.allowedIps",
    judge: ({ before, after }) =>
      Array.isArray(before) && Array.isArray(after) && comesAndGoes(before, after).goes.length === 0
        ? "notable"
        : "careful",
    say: (seen) => {
      if (seen.after === undefined) return "the gateway takes calls from any address";
      const { comes, goes } = comesAndGoes(seen.before, seen.after);
      const facts = [
        ...(seen.before === undefined ? ["no longer from everywhere"] : []),
        ...(goes.length === 0 ? [] : [`no longer from ${names(goes)}`]),
        ...(comes.length === 0 ? [] : [`from ${names(comes)}`]),
      ];
      return `the gateway takes calls ${facts.length === 0 ? pair(seen, "from anywhere") : facts.join(", ")}, of ${everybody(seen.is)}`;
    },
  },
  {
    at: "gateway.entra",
    judge: always,
    say: (seen) => {
      if (seen.after === undefined)
        return `Microsoft Entra tokens are refused from now on: callers without a key lose the gateway (${everybody(seen.was)})`;
      return `Microsoft Entra tokens are accepted; callers must send: ${record(seen.after).require ?? "either"}, for ${everybody(seen.is)}`;
    },
  },
  {
    at: "gateway.entra.require",
    judge: always,
    say: (seen) =>
      `callers must send: ${pair(seen, "either")} (key, token, either or both), for ${everybody(seen.is)}`,
  },
  ...(["tenantId", "audience"] as const).map(
    (key): Row => ({
      at: `gateway.entra.${key}`,
      judge: always,
      say: (seen) => {
        const { comes, goes } = comesAndGoes(seen.before, seen.after);
        const what = key === "tenantId" ? "tenant" : "audience";
        const facts = [
          ...(goes.length === 0 ? [] : [`${names(goes)} are refused`]),
          ...(comes.length === 0 ? [] : [`${names(comes)} are accepted`]),
        ];
        return `Entra tokens of the ${what} ${facts.length === 0 ? pair(seen, "none") : facts.join(", those of ")}, for ${everybody(seen.is)}`;
      },
    }),
  ),
  {
    at: "gateway.bearerKeys",
    judge: always,
    say: (seen) =>
      `keys sent as Bearer, as clients of OpenAI do: ${pair(seen, "policy")}, for ${everybody(seen.is)}`,
  },
  {
    at: "residency",
    judge: always,
    say: (seen) => `prompts of everybody are processed in ${pair(seen, "any place")}`,
  },
  {
    at: "stateful",
    judge: always,
    say: (seen) => `what may be kept in one account, at most: ${pair(seen, "responses")}`,
  },
  {
    at: "gateway.crossesResidency",
    judge: unless(false),
    say: (seen) =>
      seen.after === true
        ? "the gateway may decrypt and log prompts outside of a residency"
        : "the gateway must be within every residency again",
  },
  {
    at: "gateway.policies",
    judge: always,
    say: (seen) =>
      `${seen.after === undefined ? "the company's own policies no longer run" : "policies of the company's own run"} on every request`,
  },
  {
    at: "gateway.policies.**",
    judge: always,
    say: (seen) => `the company's own policy ${seen.parts.join(" ")} is another: ${pair(seen, "none")}`,
  },
  {
    at: "protect",
    judge: unless(true),
    say: (seen) =>
      seen.after === true
        ? "accounts and PTU deployments are protected against deletion"
        : "accounts and PTU deployments are no longer protected against deletion",
  },
];

const gatewayMoves = (what: string) => (seen: Seen) =>
  `the gateway is another: ${what} ${pair(seen, "none")}; a new address, and new keys for ${everybody(seen.is)}`;

/** The gateway itself, and the names of everything. */
export const gatewayRows: readonly Row[] = [
  ...(["environment", "workload", "nameSuffix"] as const).map(
    (key): Row => ({
      at: key,
      judge: always,
      say: (seen) =>
        `${key} ${pair(seen, "a random one")}: names and addresses follow, so Azure makes anew what has them; ${everybody(seen.is)} get another gateway and other keys`,
    }),
  ),
  {
    at: "gateway.existing",
    judge: always,
    say: (seen) => {
      const { name = "another" } = record(seen.after ?? seen.before);
      return seen.after === undefined
        ? `the gateway is the fleet's own instead of ${name}: another address, for ${everybody(seen.is)}`
        : `the gateway is ${name} of somebody else: another address, for ${everybody(seen.is)}`;
    },
  },
  {
    at: "gateway.existing.**",
    judge: always,
    say: (seen) =>
      `the existing gateway: ${seen.parts.join(" ")} ${pair(seen, "none")}, for ${everybody(seen.is)}`,
  },
  { at: "gateway.location", judge: always, say: gatewayMoves("its region is") },
  {
    at: "gateway.sku",
    judge: always,
    say: (seen) => {
      const size = (value: unknown) =>
        value === undefined
          ? "somebody else's"
          : `${record(value).name ?? value}, units ${record(value).units ?? 1}`;
      return `the gateway: ${size(seen.before)} → ${size(seen.after)}, for ${everybody(seen.is)}`;
    },
  },
  {
    at: "gateway.sku.name",
    judge: always,
    say: (seen) => `the gateway's tier: ${pair(seen, "none")}, for ${everybody(seen.is)}`,
  },
  {
    at: "gateway.sku.units",
    judge: fewer,
    say: (seen) => `the gateway has ${seen.to} instead of ${seen.from} units, for ${everybody(seen.is)}`,
  },
  {
    at: "gateway.surfaces",
    judge: ({ before, after }) => {
      if (!Array.isArray(before) || !Array.isArray(after)) return "careful";
      const { comes, goes } = comesAndGoes(before, after);
      return goes.length > 0 ? "careful" : comes.length > 0 ? "notable" : "fine";
    },
    say: (seen) => {
      const { comes, goes } = comesAndGoes(seen.before, seen.after);
      const facts = [
        ...(goes.length === 0 ? [] : [`the surface ${names(goes)} is no longer served`]),
        ...(comes.length === 0 ? [] : [`the surface ${names(comes)} is served`]),
      ];
      return facts.length === 0
        ? `the order of the surfaces is another: ${pair(seen, "none")}`
        : `${facts.join(", ")}, for ${everybody(seen.is)}`;
    },
  },
  {
    at: "gateway.restore",
    judge: never,
    say: (seen) =>
      seen.after === true
        ? "the gateway is restored from what Azure keeps of it"
        : "the gateway is not restored any more",
  },
  ...["name", "email"].map(
    (key): Row => ({
      at: `gateway.publisher.${key}`,
      judge: never,
      say: (seen) => `publisher of the APIs: ${key} ${pair(seen, "none")}`,
    }),
  ),
  {
    at: "gateway.includeUsage",
    judge: never,
    say: (seen) =>
      `tokens of streams are ${seen.after === true ? "told by the models" : "estimated"} (was: ${seen.before === true ? "told" : "estimated"})`,
  },
  {
    at: "network.addressSpace",
    judge: always,
    say: (seen) =>
      `the hub's network: ${pair(seen, "none")}; what has an address in the old one goes with it`,
  },
];

/** How requests move, what is kept, and what only describes. */
export const settingRows: readonly Row[] = [
  ...(["standard", "batch"] as const).map(
    (share): Row => ({
      at: `routing.headroom.${share}`,
      judge: always,
      say: (seen) => {
        const whose = seen.is.topology.consumers.filter((consumer) => consumer.class === share);
        return `PTU is left to critical consumers from ${pair(seen, "none")} % on, for ${names(
          whose.map(({ name }) => name),
          `nobody: no consumer is ${share}`,
        )}`;
      },
    }),
  ),
  {
    at: "routing.maxAttempts",
    judge: fewer,
    say: (seen) => `a request tries ${pair(seen, "none")} members at most`,
  },
  {
    at: "routing.attemptTimeoutSeconds",
    // Without it each kind of model has its own time, so neither way is surely longer.
    judge: ({ before, after }) =>
      typeof before === "number" && typeof after === "number" && after > before ? "fine" : "careful",
    say: (seen) => `an answer must begin within ${pair(seen, "the time of its kind of model")} seconds`,
  },
  ...[
    "retryAfterCapSeconds",
    "regionDownSeconds",
    "probeSeconds",
    "headroom.holdSeconds",
    "breaker.*.tripDuration",
    "breaker.*.acceptRetryAfter",
  ].map(
    (key): Row => ({
      at: `routing.${key}`,
      judge: never,
      say: (seen) => `routing, ${key.replace("*", part(seen, 0))}: ${pair(seen, "derived")}`,
    }),
  ),
  {
    at: "monitoring.retentionDays",
    judge: fewer,
    say: (seen) => `logs are kept ${pair(seen, "none")} days`,
  },
  { at: "tags.*", judge: never, say: (seen) => `tag ${part(seen, 0)}: ${pair(seen, "none")}` },
  { at: "gateway.publisher", judge: replaced, say: (seen) => `publisher of the APIs: ${pair(seen, "none")}` },
];
