import { formatPath, type Path } from "../path";
import type { Topology } from "../topology";
import { settingsOf } from "./settings";

/** One setting that is not what it was. */
export interface TopologyChange {
  /** Where, in the words of the topology file: `consumers.checkout.tokensPerMinute`. */
  readonly path: string;
  /** `undefined`: there was none. */
  readonly before: unknown;
  /** `undefined`: there is none any more. */
  readonly after: unknown;
}

/** The same with its place as keys. */
export interface LeafChange extends Omit<TopologyChange, "path"> {
  readonly place: Path;
}

/**
 * Every setting in which two fleets differ, in the order of the file. Named things are compared by name, wherever they
 * stand; what comes or goes as a whole is one change with all that is in it; a list of plain values is one value. Names
 * that follow from another setting are not repeated. Empty only when the topologies are equal but for the path of
 * their file.
 */
export function diffTopologies(before: Topology, after: Topology): TopologyChange[] {
  return leafChanges(before, after).map(({ place, ...values }) => ({ path: formatPath(place), ...values }));
}

/** {@link diffTopologies} with each place as keys, for whoever looks at what a setting means. */
export function leafChanges(before: Topology, after: Topology): LeafChange[] {
  const changes = differences(settingsOf(before), settingsOf(after), []);
  // The order of named things follows from their names, so the file's words do not tell it. Should it ever be another,
  // or should two things have one name, that is still no equal topology.
  return changes.length > 0 ? changes : differences(withoutFile(before), withoutFile(after), []);
}

function withoutFile({ file: _, ...topology }: Topology): unknown {
  return topology;
}

function differences(before: unknown, after: unknown, place: Path): LeafChange[] {
  if (isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after)) {
    const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) =>
      differences(was.get(key), is.get(key), [...place, Array.isArray(before) ? Number(key) : key]),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ place, before, after }];
}

/** A mapping, or a list of mappings; a list of plain values is a value itself. */
function isNested(value: unknown): value is object {
  return Array.isArray(value)
    ? value.some((item) => typeof item === "object" && item !== null)
    : typeof value === "object" && value !== null;
}
