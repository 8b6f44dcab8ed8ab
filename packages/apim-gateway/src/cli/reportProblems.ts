import type { GatewayProblem } from "../ports/problem";

export type ReportFormat = "text" | "json" | "github";

/** Problems of a folder: for a person, for a program, or as annotations of a pull request. */
export function gatewayProblems(
  dir: string,
  problems: readonly GatewayProblem[],
  format: ReportFormat,
  colour: boolean,
): string {
  if (format === "json") return `${JSON.stringify({ folder: dir, problems }, null, 2)}\n`;
  if (format === "github")
    return problems
      .map(({ severity, file, line, column, rule, message }) => {
        const text = message.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
        return `::${severity} file=${dir}/${file},line=${line},col=${column},title=${rule}::${text}\n`;
      })
      .join("");
  const { createColors } = require("picocolors") as typeof import("picocolors");
  const paint = createColors(colour);
  return problems
    .map(({ severity, file, line, column, rule, message }) => {
      const kind = severity === "error" ? paint.red("error") : paint.yellow("warning");
      return `${paint.bold(`${file}:${line}:${column}`)}  ${kind}  ${paint.dim(`[${rule}]`)}\n  ${message}\n\n`;
    })
    .join("");
}
