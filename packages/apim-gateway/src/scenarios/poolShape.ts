import { field, object } from "./objectShape";
import { duration } from "./quantities";
import {
  either,
  isList,
  isMapping,
  isScalar,
  list,
  mapped,
  named,
  parsed,
  text,
  whole,
  type YamlShape,
} from "./shape";

export interface PoolMemberScript {
  readonly backend: string;
  readonly priority: number | undefined;
  readonly weight: number | undefined;
  readonly at: number;
}

/** When a breaker opens, and for how long. */
export interface Trips {
  readonly on: readonly { readonly min: number; readonly max: number }[];
  /** So many failures … */
  readonly after: number;
  /** … in so many milliseconds. */
  readonly withinMs: number;
  /** Milliseconds; with `retryAfter` what counts where an answer has no `Retry-After`. */
  readonly forMs: number;
  readonly retryAfter: boolean;
}

const statuses = parsed("a status such as `429`, `5xx` or `500-503`", (written) => {
  const [, low, high] = /^([2-5]\d\d)(?:\s*-\s*([2-5]\d\d))?$/.exec(written) ?? [];
  if (low !== undefined) return { min: Number(low), max: Number(high ?? low) };
  const [, first] = /^([2-5])xx$/.exec(written) ?? [];
  return first === undefined ? undefined : { min: Number(first) * 100, max: Number(first) * 100 + 99 };
});

const tripsFor: YamlShape<number | "Retry-After"> = either<number | "Retry-After">(
  "a time such as `7 s`, or `Retry-After`",
  {
    when: (node) => node.kind === "scalar" && node.source === "Retry-After",
    shape: mapped(text(), () => "Retry-After"),
  },
  { when: isScalar, shape: duration },
);

export const trips: YamlShape<Trips> = mapped(
  object(
    {
      on: field(
        either(
          "a status, or a list of them",
          { when: isScalar, shape: mapped(statuses, (each) => [each]) },
          { when: isList, shape: list(statuses) as YamlShape<{ min: number; max: number }[]> },
        ),
        "Statuses that are failures: `429`, `5xx`, `500-503`, or a list; 429 where it is left out.",
      ),
      after: field(whole(1, 1_000_000), "Failures that open the breaker; 1 where it is left out."),
      within: field(duration, "Time in which they happen; 1 min where it is left out."),
      for: field(tripsFor, "How long it stays open: a time, or `Retry-After`; 1 min where it is left out."),
    },
    { what: "a breaker (`trips`)" },
  ),
  ({ on, after = 1, within = 60_000, for: open = 60_000 }) => ({
    on: on ?? [{ min: 429, max: 429 }],
    after,
    withinMs: within,
    forMs: open === "Retry-After" ? 60_000 : open,
    retryAfter: open === "Retry-After",
  }),
);

const member = either<{ readonly priority?: number | undefined; readonly weight?: number | undefined }>(
  "a priority, or a mapping with `priority` and `weight`",
  { when: isScalar, shape: mapped(whole(0, 100), (priority) => ({ priority })) },
  {
    when: isMapping,
    shape: object(
      {
        priority: field(whole(0, 100), "Lower first."),
        weight: field(whole(0, 100), "Share among those of one priority."),
      },
      { what: "a member of a pool" },
    ),
  },
);

export const pool: YamlShape<readonly PoolMemberScript[]> = either<readonly PoolMemberScript[]>(
  "a list of backends, or a mapping of backends to priorities",
  {
    when: isList,
    shape: list(
      mapped(text("the name of a backend"), (backend, { at }) => ({
        backend,
        priority: undefined,
        weight: undefined,
        at,
      })),
    ),
  },
  {
    when: isMapping,
    shape: mapped(named(member, "a mapping of backends to priorities"), (members) =>
      members.map(({ name, value, at }) => ({
        backend: name,
        priority: value.priority,
        weight: value.weight,
        at,
      })),
    ),
  },
);
