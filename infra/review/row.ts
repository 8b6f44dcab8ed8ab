import type { Topology } from "../topology/topology";
import type { Level } from "./told";

/** One of two fleets that are compared. */
export interface Fleet {
  readonly topology: Topology;
  /** Consumers that may call a model, by name; with a region those whose requests may be served there. */
  readonly callers: (model: string, region?: string) => readonly string[];
}

/** A change as a row of the table sees it. */
export interface Seen {
  /** What the stars of the row stand for, in their order; of `**` the rest of the path. */
  readonly parts: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  /** The values as a person can tell them apart. */
  readonly from: string;
  readonly to: string;
  readonly was: Fleet;
  readonly is: Fleet;
}

export type Judge = (seen: Seen) => Level;

/** What is known of one kind of setting. */
export interface Row {
  /** Where it stands, in the words of the file: `*` is any one key, `**` at the end one or more. */
  readonly at: string;
  readonly judge: Judge;
  /** See `ToldChange.text`. */
  readonly say: (seen: Seen) => string;
}

/** Whichever way it changes. */
export const always: Judge = () => "careful";
export const never: Judge = () => "fine";

/** A figure of which less is a loss; no figure is no limit. What is no figure is not understood. */
export const lower: Judge = ({ before, after }) => {
  const [was, is] = [figure(before), figure(after)];
  return is >= was ? "fine" : "careful";
};

const figure = (value: unknown): number =>
  value === undefined ? Number.POSITIVE_INFINITY : typeof value === "number" ? value : Number.NaN;

/** A figure that is always there; of anything else nobody knows what it means. */
export const fewer: Judge = ({ before, after }) =>
  typeof before === "number" && typeof after === "number" && after >= before ? "fine" : "careful";

/** Only what goes, or is there in another form, is a loss; what comes gives somebody something. */
export const gone: Judge = ({ before, after }) =>
  before === undefined && after !== undefined ? "notable" : "careful";

/** Only what goes or changes is a loss, and what comes is told elsewhere. */
export const replaced: Judge = ({ before, after }) =>
  before === undefined && after !== undefined ? "fine" : "careful";

/** A switch that is safe in one position. */
export const unless =
  (safe: unknown): Judge =>
  ({ after }) =>
    after === safe ? "fine" : "careful";

/** The first star of a row, and so on: the path matched, so they are there. */
export const part = ({ parts }: Seen, index: number): string => parts[index] ?? "";

/** Names that are listed; more are counted. */
const LISTED = 4;

/** `a, b and c`; of many the first ones and how many more; `nobody` for none. */
export function names(all: readonly string[], none = "nobody"): string {
  if (all.length === 0) return none;
  if (all.length === 1) return all.join("");
  if (all.length <= LISTED) return `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
  return `${all.slice(0, LISTED - 1).join(", ")} and ${all.length - LISTED + 1} more`;
}

/** Everybody who calls the fleet. */
export const everybody = ({ topology }: Fleet): string => names(topology.consumers.map(({ name }) => name));

/** Who calls a model in either fleet, or is served there by a region. */
export const callersOf = ({ was, is }: Seen, model: string, region?: string): string =>
  names([...new Set([...was.callers(model, region), ...is.callers(model, region)])].sort());

/** What one list has and the other has not. */
export function comesAndGoes(before: unknown, after: unknown): { comes: string[]; goes: string[] } {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const [was, is] = [list(before), list(after)];
  return { comes: is.filter((each) => !was.includes(each)), goes: was.filter((each) => !is.includes(each)) };
}

/** Values of a record, whatever it turns out to be. */
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** A pair where nothing stands for something: `no limit → 5`. */
export const pair = ({ before, after, from, to }: Seen, nothing: string): string =>
  `${before === undefined ? nothing : from} → ${after === undefined ? nothing : to}`;
