import { join } from "node:path";
import type { ScenarioResult } from "../scenarioResult";
import { failureLines, type Reporter, shownFailure } from "./reporter";

/**
 * The XML that JUnit began with, and that most services read.
 *
 * @param folder that the paths of scenarios count from: services find a file from where the command ran
 */
export function junitReporter(folder: string): Reporter {
  return {
    begin: () => "",
    result: () => "",
    end({ results, realMs }) {
      const count = (wanted: ScenarioResult["outcome"]) =>
        results.filter(({ outcome }) => outcome === wanted).length;
      const counts = `tests="${results.length}" failures="${count("failed")}" skipped="${count("skipped")}" time="${seconds(realMs)}"`;
      const cases = results
        .map((result) => caseText(result, join(folder, result.file).replaceAll("\\", "/")))
        .join("");
      return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="apim-gateway" ${counts}>\n${cases}  </testsuite>\n</testsuites>\n`;
    },
  };
}

function caseText(result: ScenarioResult, path: string): string {
  const { name, file, line, outcome, todo, realMs } = result;
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(file)}" file="${escaped(path)}" line="${line}" time="${seconds(realMs)}"`;
  if (outcome === "passed") return `${head} />\n`;
  if (outcome === "skipped")
    return `${head}>\n      <skipped message="${escaped(todo ?? "")}" />\n    </testcase>\n`;
  const lines = failureLines(result);
  const [failure] = result.failures;
  const message =
    failure === undefined ? (result.problems[0]?.message ?? "") : `${failure.path}: ${sentence(failure)}`;
  return `${head}>\n      <failure message="${escaped(message)}">${escaped(lines.join("\n"))}</failure>\n    </testcase>\n`;
}

function sentence(failure: ScenarioResult["failures"][number]): string {
  const { expected, seen } = shownFailure(failure);
  return `expected ${expected}, seen ${seen}`;
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const escaped = (text: string): string =>
  text
    // XML 1.0 has no way to write these.
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
