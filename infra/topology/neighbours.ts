import type { Problem } from "../problem";
import { placeOf } from "./parse";
import type { Topology } from "./topology";

/** A file of the same project, as read; `topology` is absent where it cannot be deployed anyway. */
export interface Neighbour {
  readonly file: string;
  readonly text: string;
  readonly topology: Topology | undefined;
}

/**
 * Two files must not name the same resources: each update of one would take over, or delete, what the other has made. All
 * names come from `workload` and `environment`, so a copied file whose environment stayed is the usual way there.
 *
 * @param file the one that is judged
 * @param others files beside it; itself is left out
 */
export function sameNames({ file, text, topology }: Neighbour, others: readonly Neighbour[]): Problem[] {
  if (topology === undefined) return [];
  const twin = others.find(
    (other) =>
      other.file !== file &&
      other.topology?.workload === topology.workload &&
      other.topology.environment === topology.environment,
  );
  if (twin === undefined) return [];
  return [
    {
      severity: "error",
      rule: "names-taken",
      position: placeOf(text, file, ["environment"]),
      path: "environment",
      message: `\`${twin.file}\` has the workload \`${topology.workload}\` and the environment \`${topology.environment}\` too, so both files own the same resources, and one would delete the other's.`,
      remedy: "Give one of the two another `environment` or `workload`.",
    },
  ];
}
