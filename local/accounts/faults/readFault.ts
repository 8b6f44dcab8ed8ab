import { z } from "zod";
import { type AccountFault, faultKinds, faultNames, retryAfterKinds } from "./accountFault";

/** Seconds: a day. */
const LONGEST = 86_400;

/** A fault as people give it: times in seconds from now. */
const schema = z.strictObject({
  kind: z.enum(faultNames),
  where: z.string().min(1).max(200).optional(),
  forSeconds: z.number().positive().max(LONGEST).optional(),
  share: z.number().positive().max(1).optional(),
  flapSeconds: z.number().min(1).max(LONGEST).optional(),
  seconds: z.number().positive().max(LONGEST).optional(),
  capacity: z.number().positive().max(1).optional(),
  retryAfter: z.enum(retryAfterKinds).optional(),
});

export type FaultInput = z.input<typeof schema>;

/** What a setting belongs to: with other faults it would be passed over. */
const OWNERS: Readonly<Record<string, (input: z.output<typeof schema>) => string | undefined>> = {
  seconds: ({ kind }) => (kind === "slow" || kind === "429" ? undefined : "`slow` and `429`"),
  capacity: ({ kind }) => (kind === "less" ? undefined : "`less`"),
  retryAfter: ({ kind }) => (kind === "429" ? undefined : "`429`"),
  share: ({ kind }) =>
    faultKinds[kind].effect.does === "shrinks" ? "faults of single calls, which `less` is not" : undefined,
};

/**
 * Reads a fault.
 *
 * @param text JSON
 * @param now milliseconds since 1970: it begins now
 */
export function readFault(
  text: string,
  now: number,
): { readonly fault: AccountFault } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: "The body is not JSON." };
  }
  const read = schema.safeParse(json);
  if (!read.success) return { problem: read.error.issues.map(said).join(" ") };
  const { forSeconds, ...given } = read.data;
  for (const [name, owner] of Object.entries(OWNERS)) {
    const belongs = name in given ? owner(read.data) : undefined;
    if (belongs !== undefined) return { problem: `\`${name}\` belongs to ${belongs}.` };
  }
  const fault = Object.fromEntries(
    Object.entries({
      ...given,
      from: now,
      to: forSeconds === undefined ? undefined : now + forSeconds * 1000,
    }).filter(([, value]) => value !== undefined),
  ) as unknown as AccountFault;
  return { fault };
}

function said({ path, code, message }: z.core.$ZodIssue): string {
  const name = path.join(".");
  if (name === "kind") return `\`kind\` must be one of ${faultNames.join(", ")}.`;
  return code === "unrecognized_keys" ? `${message}.` : `\`${OPTIONS[name] ?? name}\`: ${message}.`;
}

/** What people call it on the command line. */
const OPTIONS: Readonly<Record<string, string>> = {
  forSeconds: "--for",
  share: "--share",
  flapSeconds: "--flap",
  seconds: "--seconds",
  capacity: "--capacity",
  retryAfter: "--retry-after",
};
