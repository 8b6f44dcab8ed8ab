import type { Checked, Position, Problem } from "../problem";
import { checkFile } from "./check";
import { type Finding, MAX_PROBLEMS } from "./finding";
import { formatPath, overlaps, type Path } from "./path";
import { resolveTopology } from "./resolve";
import { findAll } from "./rules";
import type { Purpose } from "./rules/rule";
import { locate } from "./source/locate";
import { readYaml, type Source } from "./source/read";
import type { Topology } from "./topology";

/**
 * Reads the text of a topology file: YAML, then the schema, then the rules of the domain. Reports every problem at
 * once, in the order of the lines. Never throws, whatever the text is.
 *
 * @param file path for messages and for {@link Topology.file}
 * @param today the day to judge by, `2026-11-30`; without it nothing is said that depends on the day
 */
export function parseTopology(
  text: string,
  file: string,
  today?: string,
  purpose: Purpose = "review",
): Checked<Topology> {
  const source = readYaml(text, file);
  const { root } = source;
  if (root === undefined) return { ok: false, problems: source.problems };
  const checked = checkFile(root);
  // A value that YAML itself could not give (an alias without anchor, say) needs no second complaint.
  const findings = checked.findings.filter(
    (finding) => !source.broken.some((path) => path.length > 0 && overlaps(path, finding.path)),
  );
  let topology: Topology | undefined;
  if (checked.file !== undefined) {
    topology = resolveTopology(checked.file, file);
    const mended = [...checked.mended, ...source.broken];
    for (const finding of findAll({ file: checked.file, topology, today, purpose })) {
      if (!mended.some((path) => overlaps(path, finding.path))) findings.push(finding);
    }
  }
  const problems = cut(
    [...source.problems, ...findings.map((finding) => place(finding, source))].sort(byPosition),
  );
  const failed = topology === undefined || problems.some(({ severity }) => severity === "error");
  return failed || topology === undefined
    ? { ok: false, problems }
    : { ok: true, value: topology, warnings: problems };
}

/** Tells the first problems only, and that there are more. */
function cut(problems: readonly Problem[]): readonly Problem[] {
  const last = problems[MAX_PROBLEMS - 1];
  if (problems.length <= MAX_PROBLEMS || last === undefined) return problems;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    {
      severity: "error",
      rule: "too-many-problems",
      position: last.position,
      path: "(file)",
      message: `there are more problems than these ${MAX_PROBLEMS}.`,
      remedy: "Mend these first; the rest is told then.",
    },
  ];
}

/** Where a value of a file stands, for what is found outside of the rules. */
export function placeOf(text: string, file: string, path: Path): Position {
  const { root, at } = readYaml(text, file);
  return at(root === undefined ? 0 : locate(root, path).valueOffset);
}

/** Gives a finding its line and column. */
function place(finding: Finding, source: Source): Problem {
  const { root, at } = source;
  const found = root === undefined ? { valueOffset: 0, keyOffset: 0 } : locate(root, finding.path);
  return {
    severity: finding.severity,
    rule: finding.rule,
    position: at(finding.at === "key" ? found.keyOffset : found.valueOffset),
    path: formatPath(finding.path),
    message: finding.message,
    remedy: finding.remedy,
  };
}

function byPosition(a: Problem, b: Problem): number {
  return (
    a.position.line - b.position.line || a.position.column - b.position.column || (a.rule < b.rule ? -1 : 1)
  );
}
