import type { Problem } from "../../infra/problem";

/** One problem in one line, in the form that editors and terminals make clickable. */
export function problemLine({ position, severity, message, remedy, rule }: Problem): string {
  return `${position.file}:${position.line}:${position.column}: ${severity}: ${message} ${remedy} [${rule}]`;
}
