import type { Checked, Position, Problem } from "../problem";
import { checkFile } from "./check";
import { type Finding, MAX_PROBLEMS } from "./finding";
import { formatPath, overlaps, type Path } from "./path";
import { namedPolicies, withText } from "./policyPlaces";
import { resolveTopology } from "./resolve";
import { findAll } from "./rules";
import type { Purpose } from "./rules/rule";
import { locate } from "./source/locate";
import { readYaml, type Source } from "./source/read";
import type { Topology } from "./topology";

/** What the text of a topology file cannot tell by itself. */
export interface Beside {
  /** A file that it names, by its path as written: its text, or what is wrong. @default there is none */
  readonly read?: (name: string) => string | Pick<Finding, "rule" | "message" | "remedy">;
  /** Problems of what it names, told together with its own. @default nobody looks */
  readonly judge?: (topology: Topology) => readonly Problem[];
}

const nothing: Required<Beside> = {
  read: () => ({
    rule: "policy-file",
    message: "only the text of this file is here, and none of those that it names.",
    remedy: "Check the file where it is.",
  }),
  judge: () => [],
};

/**
 * Reads the text of a topology file: YAML, then the schema, then the rules of the domain. Reports every problem at
 * once, in the order of the lines, those of files that it names last. Never throws, whatever the text is.
 *
 * @param file path for messages and for {@link Topology.file}
 * @param today the day to judge by, `2026-11-30`; without it nothing is said that depends on the day
 */
export function parseTopology(
  text: string,
  file: string,
  today?: string,
  purpose: Purpose = "review",
  beside: Beside = {},
): Checked<Topology> {
  const { read, judge } = { ...nothing, ...beside };
  const source = readYaml(text, file);
  const { root } = source;
  if (root === undefined) return { ok: false, problems: source.problems };
  const checked = checkFile(root);
  // A value that YAML itself could not give (an alias without anchor, say) needs no second complaint.
  const findings = checked.findings.filter(
    (finding) => !source.broken.some((path) => path.length > 0 && overlaps(path, finding.path)),
  );
  let topology: Topology | undefined;
  let besides: readonly Problem[] = [];
  if (checked.file !== undefined) {
    const named = namedPolicies(checked.file).map((policy) => ({ policy, found: read(policy.name) }));
    topology = resolveTopology(
      checked.file,
      file,
      named.flatMap(({ policy, found }) => (typeof found === "string" ? [withText(policy, found)] : [])),
    );
    const mended = [...checked.mended, ...source.broken];
    for (const finding of findAll({ file: checked.file, topology, today, purpose })) {
      if (!mended.some((path) => overlaps(path, finding.path))) findings.push(finding);
    }
    for (const { policy, found } of named) {
      if (typeof found !== "string" && !mended.some((path) => overlaps(path, policy.path)))
        findings.push({ ...found, severity: "error", path: policy.path });
    }
    besides = judge(topology);
  }
  const own = [...source.problems, ...findings.map((finding) => place(finding, source))].sort(byPosition);
  const problems = cut([...own, ...besides]);
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

/** Where the keys of settings stand; a setting that the file does not say is found at the nearest thing that holds it. */
export function keysIn(text: string, file: string): (path: Path) => Position {
  const { root, at } = readYaml(text, file);
  return (path) => at(root === undefined ? 0 : locate(root, path).keyOffset);
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
