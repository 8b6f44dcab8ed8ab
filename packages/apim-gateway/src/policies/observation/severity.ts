import type { TraceRecord } from "../../pipeline/logRecords";
import type { Diagnostic } from "../../resources/configuration";

export type TraceSeverity = TraceRecord["severity"];

const ranks: Readonly<Record<TraceSeverity, number>> = { verbose: 0, information: 1, error: 2 };

export const isSeverity = (text: string): text is TraceSeverity => Object.hasOwn(ranks, text);

/**
 * Whether a trace is logged: its severity is at least the verbosity of one of the API's diagnostics. An API without
 * diagnostics of its own logs everything. Source: trace.
 */
export function isLogged(
  severity: TraceSeverity,
  diagnostics: readonly Pick<Diagnostic, "verbosity">[],
): boolean {
  if (diagnostics.length === 0) return true;
  return diagnostics.some(({ verbosity }) => ranks[severity] >= ranks[verbosity]);
}
