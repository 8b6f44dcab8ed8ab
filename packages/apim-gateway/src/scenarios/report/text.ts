import type { createColors } from "picocolors";
import { printable } from "../../text/printable";
import { wrap } from "../../text/wrap";
import { durationText } from "../quantities";
import type { ScenarioResult } from "../scenarioResult";
import { failureLines, type Reporter, type RunSummary } from "./reporter";

export interface ReportTextOptions {
  /** Characters of a line. */
  readonly width: number;
  readonly colours: ReturnType<typeof createColors>;
}

/** For a person: a sentence each, and what failed again at the end where it is out of sight. */
export function textReporter({ width, colours }: ReportTextOptions): Reporter {
  const head = ({ outcome, name, file, line }: ScenarioResult): string => {
    if (outcome === "passed") return `${colours.green("✓")} ${printable(name)}\n`;
    const place = `${file}:${line}`;
    const gap = width - 2 - [...name].length - place.length;
    const sentence = `${colours.red("✗")} ${printable(name)}`;
    return gap >= 2
      ? `${sentence}${" ".repeat(gap)}${colours.dim(place)}\n`
      : `${sentence}\n    ${colours.dim(place)}\n`;
  };
  const text = (result: ScenarioResult): string => {
    const { outcome, name, todo } = result;
    if (outcome === "skipped")
      return `${colours.yellow("-")} ${printable(name)}\n    todo: ${printable(todo ?? "")}\n`;
    const lines = failureLines(result).flatMap((each) =>
      inColumns(printable(each), width - 4).map((each) => `    ${each}\n`),
    );
    return head(result) + lines.join("");
  };
  return {
    begin: () => "",
    result: text,
    end(summary) {
      const failed = summary.results.filter(({ outcome }) => outcome === "failed");
      // What is on the screen already need not be said again.
      const isShown = failed.length === 0 || (failed.length === 1 && failed[0] === summary.results.at(-1));
      const again = isShown ? "" : `\n${failed.map(head).join("")}`;
      return `${again}${summaryLine(summary, width)}\n`;
    },
  };
}

function summaryLine({ results, realMs, coverage }: RunSummary, width: number): string {
  const count = (wanted: ScenarioResult["outcome"]) =>
    results.filter(({ outcome }) => outcome === wanted).length;
  const failed = count("failed");
  const skipped = count("skipped");
  const virtual = results.reduce((sum, each) => sum + each.virtualMs, 0);
  const { never } = coverage;
  const kinds = (["policies", "branches", "expressions"] as const)
    .map((kind) => ({ kind, ...coverage[kind] }))
    // What is complete need not be said, but for branches: they are what is forgotten.
    .filter(({ kind, all, reached }) => all > reached || (kind === "branches" && all > 0));
  const parts = [
    failed > 0 ? `${failed} of ${results.length - skipped} failed` : `${results.length - skipped} passed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `${durationText(Math.round(realMs))} for ${durationText(virtual)}`,
    ...kinds.map(({ kind, all, reached }) => `${kind} ${reached} of ${all}`),
  ];
  const missing =
    never.length === 0
      ? []
      : [
          `never reached: ${never.slice(0, 3).join(", ")}${never.length > 3 ? `, and ${never.length - 3} more` : ""}`,
        ];
  const line = [...parts, ...missing].join(" · ");
  // A part stays in one line.
  const joined = (part: string) => part.replaceAll(" ", "\u00a0");
  const wrapped = (text: string) =>
    wrap(text, width).map((each) => each.replaceAll("\u00a0", " ").replace(/ ·$/, ""));
  return line.length <= width
    ? line
    : [
        ...wrapped(parts.map(joined).join(" · ").replaceAll(" · ", "\u00a0· ")),
        ...missing.flatMap(wrapped),
      ].join("\n");
}

/** Lines of at most so many characters; what goes on does so below the last column. */
function inColumns(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const gap = text.slice(0, width - 20).lastIndexOf("  ");
  if (gap < 0) return wrap(text, width, { first: "", rest: "  " });
  const column = gap + 2;
  const [first = "", ...rest] = wrap(text.slice(column), width - column);
  return [text.slice(0, column) + first, ...rest.map((line) => " ".repeat(column) + line)];
}
