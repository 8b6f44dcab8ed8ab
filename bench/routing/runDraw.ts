import type { LoadResult } from "../../local/simulation/load";
import { fleetWorld } from "./fleetWorld";
import { oracleOf, runPlanned } from "./plannedLoad";
import { type SearchDraw, searchDraw } from "./searchDraw";

export type DrawKind = "no failure" | "failure" | "hang" | "hang that flaps" | "hang, reasoning";

/** What became of a draw: plain data. */
export interface DrawResult {
  readonly seed: number;
  readonly kind: DrawKind;
  /**
   * Answered / answered by the oracle. What waited until nothing arrived any more found room that nobody else asked for: the
   * oracle is granted as much.
   */
  readonly ratio: number;
  readonly sent: number;
  readonly answered: number;
  readonly oracle: number;
  readonly attempts: number;
  readonly late: number;
  readonly twice: number;
  readonly deadCalls: number;
  readonly statuses: LoadResult["statuses"];
  readonly calls: LoadResult["calls"];
  readonly outages: LoadResult["outages"];
}

/** Our policies and the oracle on what a seed draws. */
export async function runDraw(seed: number): Promise<DrawResult> {
  const draw = searchDraw(seed);
  const world = await fleetWorld(draw.fleet);
  const result = await runPlanned(draw.load, draw.fleet, world);
  const ideal = oracleOf(draw.load, world.members);
  const possible = Math.min(ideal.sent, ideal.answered + result.afterEnd);
  return {
    seed,
    kind: kindOf(draw),
    ratio: possible === 0 ? 1 : result.answered / possible,
    sent: result.sent,
    answered: result.answered,
    oracle: possible,
    attempts: result.attempts,
    late: result.late,
    twice: result.twice,
    deadCalls: result.deadCalls,
    statuses: result.statuses,
    calls: result.calls,
    outages: result.outages,
  };
}

export function kindOf({ load, reasoning }: SearchDraw): DrawKind {
  const { outages = [] } = load;
  const hangs = outages.filter(({ fault }) => fault === "hangs");
  if (outages.length === 0) return "no failure";
  if (hangs.length === 0) return "failure";
  if (reasoning) return "hang, reasoning";
  return hangs.some(({ period }) => period !== undefined) ? "hang that flaps" : "hang";
}
