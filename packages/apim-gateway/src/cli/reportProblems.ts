import type { GatewayProblem } from "../ports/problem";
import { wrap } from "../text/wrap";
import { later } from "./later";
import { columns } from "./terminal";

export type ReportFormat = "text" | "json" | "github";

/**
 * Problems of a folder: for a person, for a program, or as annotations of a pull request.
 *
 * @param width characters of a line for a person; places, addresses and code stay whole
 */
export function gatewayProblems(
  dir: string,
  problems: readonly GatewayProblem[],
  format: ReportFormat,
  colour: boolean,
  width: number = columns(),
): string {
  if (format === "json") return `${JSON.stringify({ folder: dir, problems }, null, 2)}\n`;
  if (format === "github")
    return problems
      .map((problem) => {
        const { severity, file, line, column, rule, message } = problem;
        const text = `${message}${pageOf(problem, " ")}`
          .replace(/%/g, "%25")
          .replace(/\r/g, "%0D")
          .replace(/\n/g, "%0A");
        return `::${severity} file=${dir}/${file},line=${line},col=${column},title=${rule}::${text}\n`;
      })
      .join("");
  const { createColors } = later.picocolors;
  const paint = createColors(colour);
  return problems
    .map((problem) => {
      const { severity, file, line, column, rule, message } = problem;
      const kind = severity === "error" ? paint.red("error") : paint.yellow("warning");
      return `${paint.bold(`${file}:${line}:${column}`)}  ${kind}  ${paint.dim(`[${rule}]`)}\n${indented(message, width)}${pageOf(problem, "\n  ")}\n\n`;
    })
    .join("");
}

const indented = (message: string, width: number): string =>
  message
    .split("\n")
    .flatMap((line) => wrap(line, width, { first: "  ", rest: "  " }))
    .join("\n");

/** What is refused, and by which page; of a warning it would be noise. */
function pageOf({ severity, refusedAtSave, page }: GatewayProblem, before: string): string {
  return page !== undefined && (severity === "error" || refusedAtSave)
    ? `${before}See https://learn.microsoft.com/azure/api-management/${page}`
    : "";
}
