import type { Position } from "../problem";
import type { TopologyChange } from "../topology/difference/diffTopologies";
import type { Path } from "../topology/path";

/**
 * What a change is to whoever depends on the fleet. `careful`: something is taken from somebody, replaced, or nobody
 * knows what the setting means; `notable`: somebody may do more than before; `fine`: nothing is lost.
 */
export type Level = "careful" | "notable" | "fine";

/** One setting that differs, judged and told. */
export interface ToldChange extends TopologyChange {
  /** The path as keys. */
  readonly place: Path;
  readonly level: Level;
  /**
   * A sentence without its full stop, that says who is affected, with names as the file has them: escape them. Left
   * out: the table has no row for this setting, and its path and values are all that can be said.
   */
  readonly text?: string;
  /** Where the file says it now; where it went, what held it. Left out: nobody has looked. */
  readonly position?: Position;
}
