import { explainIssues, flatten } from "./explain";
import { type Finding, MAX_PROBLEMS } from "./finding";
import { mend } from "./mend";
import type { Path } from "./path";
import { type TopologyFile, topologySchema } from "./schema";
import { toValue, type YamlNode } from "./source/node";

/** What the schema says about a file. */
export interface CheckedFile {
  readonly findings: Finding[];
  /** The file with defaults; also when there are findings, if each of them could be mended for the rules' sake. */
  readonly file: TopologyFile | undefined;
  /** Where the file was mended: what the rules say about these places is not the person's doing. */
  readonly mended: readonly Path[];
}

/**
 * Judges the file by the schema. A file with small slips (a misspelt key, a number out of range) is mended in memory and
 * judged again, so that the rules of the domain can be heard in the same run.
 */
export function checkFile(root: YamlNode): CheckedFile {
  let value = toValue(root);
  let result = topologySchema.safeParse(value);
  if (result.success) return { findings: [], file: result.data, mended: [] };
  const findings = explainIssues(topologySchema, result.error.issues, root);
  const mended: Path[] = [];
  if (findings.length > MAX_PROBLEMS) return { findings, file: undefined, mended };
  // Names, then values, and again: a renamed key may show a wrong value that its misspelling hid.
  for (let round = 0; round < 4 && !result.success; round++) {
    const repair = mend(topologySchema, value, flatten(result.error.issues, root));
    if (repair === undefined) return { findings, file: undefined, mended };
    value = repair.value;
    mended.push(...repair.paths);
    result = topologySchema.safeParse(value);
  }
  return { findings, file: result.data, mended };
}
