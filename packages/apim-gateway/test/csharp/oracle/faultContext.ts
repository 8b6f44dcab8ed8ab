import type { ReportedFault } from "../reportedFaults";
import type { ContextDescription } from "./description";

/** A throttled response, or none, and the variables of the fault. */
export function faultContext(
  { variables, noResponse }: ReportedFault,
  [throttled]: readonly ContextDescription[],
): ContextDescription {
  const base = throttled as ContextDescription;
  return { ...base, variables, response: noResponse ? null : base.response };
}
