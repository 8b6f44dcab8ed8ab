import { printable } from "apim-gateway/text";
import type { Problem } from "../infra/problem";

/** How problems are shown: for people, for programs, or as annotations on a pull request at GitHub. */
export const problemFormats = ["text", "json", "github"] as const;
export type ProblemFormat = (typeof problemFormats)[number];

/** Widest source line that is shown, in characters. */
const MAX_LINE = 110;

export interface ProblemTextOptions {
  /** The text of a file, for the line that a problem points at; `undefined` where there is none to show. */
  readonly sourceOf: (file: string) => string | undefined;
  readonly colour: boolean;
}

/** Problems for a terminal, each with its line and a caret below the place. Ends with a line break, if there are any. */
export function problemsAsText(problems: readonly Problem[], options: ProblemTextOptions): string {
  const paint = painter(options.colour);
  const linesOf = new Map<string, readonly string[]>();
  return problems
    .map((problem) => {
      const { file, line, column } = problem.position;
      if (!linesOf.has(file)) linesOf.set(file, (options.sourceOf(file) ?? "").split(/\r\n|\r|\n/));
      const place = paint.bold(`${printable(file)}:${line}:${column}`);
      const severity = problem.severity === "error" ? paint.red("error") : paint.yellow("warning");
      const head = `${place}  ${severity}  ${printable(problem.path)}  ${paint.dim(`[${problem.rule}]`)}`;
      const source = excerpt(linesOf.get(file)?.[line - 1], problem).map((text) => paint.dim(text));
      return [
        head,
        ...source,
        `  ${printable(capital(problem.message))}`,
        `  ${printable(problem.remedy)}`,
        "",
      ].join("\n");
    })
    .map((text) => `${text}\n`)
    .join("");
}

/** The same, with the lines read from the files themselves. */
export function problemsInFiles(problems: readonly Problem[], colour: boolean): string {
  const { readText } = require("../infra/topology/load") as typeof import("../infra/topology/load");
  const sourceOf = (file: string) => {
    const text = readText(file);
    return typeof text === "string" ? text : undefined;
  };
  return problemsAsText(problems, { sourceOf, colour });
}

/** The line that a problem points at, with a caret below the place. Nothing for a file that has no such line. */
function excerpt(source: string | undefined, { position }: Problem): string[] {
  if (source === undefined || source.trim() === "") return [];
  const column = Math.min(position.column, source.length + 1);
  // A long line is cut to the part around the place.
  const start = column > MAX_LINE - 20 ? column - MAX_LINE / 2 : 0;
  const text = printable(source.slice(start, start + MAX_LINE)).trimEnd();
  const gutter = String(position.line);
  const margin = " ".repeat(gutter.length);
  return [`  ${gutter} | ${text}`, `  ${margin} | ${" ".repeat(column - 1 - start)}^`];
}

const capital = (text: string) => (/^[a-z]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text);

function painter(colour: boolean) {
  const { createColors } = require("picocolors") as typeof import("picocolors");
  return createColors(colour);
}

/** Problems as one JSON object, with the counts that decide the exit code. */
export function problemsAsJson(files: readonly string[], problems: readonly Problem[]): string {
  return `${JSON.stringify({ files, ...countProblems(problems), problems }, null, 2)}\n`;
}

/** Problems as GitHub workflow commands: annotations on the lines of a pull request. */
export function problemsAsGithub(problems: readonly Problem[]): string {
  return problems
    .map(({ severity, rule, position, path, message, remedy }) => {
      const properties = Object.entries({
        file: position.file.replace(/^(\.\/)+/, ""),
        line: String(position.line),
        col: String(position.column),
        title: `${path} (${rule})`,
      }).map(([name, value]) => `${name}=${escapeProperty(value)}`);
      return `::${severity} ${properties.join(",")}::${escapeData(`${capital(message)}\n${remedy}`)}\n`;
    })
    .join("");
}

/** What GitHub requires of the text after `::`. */
const escapeData = (text: string) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

/** What it requires of a property, where `:` and `,` separate. */
const escapeProperty = (text: string) => escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

export function countProblems(problems: readonly Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: problems.length - errors };
}

/** `2 errors, 1 warning`. */
export function countText(problems: readonly Problem[]): string {
  const { errors, warnings } = countProblems(problems);
  return `${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
}
