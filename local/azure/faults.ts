import { nameOf } from "./resourceId";
import type { ArmError } from "./world";

/** A failure on cue, so that a test can show what happens when Azure refuses in the middle. */
export interface Fault {
  readonly operation: "put" | "delete";
  /** ARM type, e.g. `Microsoft.CognitiveServices/accounts/deployments`. Absent: any. */
  readonly type?: string;
  /** The resource's own name. Absent: any. */
  readonly name?: string;
  /** 1 is the first matching operation. @default 1 */
  readonly nth?: number;
  /** How often from then on. @default 1 */
  readonly times?: number;
  /** What Azure answers; `hang` never answers (the caller gives up by cancelling). */
  readonly answer: ArmError | "hang";
  /** `after`: the operation is begun and fails at its end, leaving the resource in state `Failed`. @default "before" */
  readonly when?: "before" | "after";
}

/** Counts operations and says which of them fail. */
export class FaultPlan {
  private readonly seen = new Map<Fault, number>();

  constructor(private readonly faults: readonly Fault[]) {}

  next(operation: "put" | "delete", id: string, type: string): Fault | undefined {
    let hit: Fault | undefined;
    for (const fault of this.faults) {
      if (fault.operation !== operation) continue;
      if (fault.type !== undefined && fault.type.toLowerCase() !== type.toLowerCase()) continue;
      if (fault.name !== undefined && fault.name.toLowerCase() !== nameOf(id).toLowerCase()) continue;
      const count = (this.seen.get(fault) ?? 0) + 1;
      this.seen.set(fault, count);
      const first = fault.nth ?? 1;
      if (count >= first && count < first + (fault.times ?? 1)) hit ??= fault;
    }
    return hit;
  }
}
