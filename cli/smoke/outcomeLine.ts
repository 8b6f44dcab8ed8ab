import { printable } from "apim-gateway/text";
import type { SmokeOutcome } from "./runSmoke";

/** `  served  gpt-5.4  v1     812 ms  by gpt-5.4-2026-03-05`, or what went wrong, whole: it is what one would look for. */
export function outcomeLine(
  { request, servedBy, milliseconds, tries, fault }: SmokeOutcome,
  width: number,
): string {
  const what = `${request.model.padEnd(width)}  ${request.surface.padEnd(5)}`;
  const where =
    servedBy === undefined ? "" : `  ${fault === undefined ? "by" : "asked"} ${printable(servedBy)}`;
  const again = tries === 1 ? "" : `  at try ${tries}`;
  const took = `  ${Math.round(milliseconds)} ms`;
  return fault === undefined
    ? `  served  ${what}${took}${again}${where}\n`
    : `  FAILED  ${what}${took}${again}${where}  as ${request.consumer}\n          ${printable(fault)}\n`;
}
