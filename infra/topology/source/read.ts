import { EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import type { Position, Problem } from "../../problem";
import { formatPath, type Path } from "../path";
import { Composer } from "./compose";
import { MAX_DEPTH, type SourceFinding, TooLarge } from "./limits";
import { Lines } from "./locate";
import type { YamlNode } from "./node";
import { explainSyntax } from "./syntax";

/** What YAML itself has to say about a text. `root` is there when the rest of the file can still be judged. */
export interface Source {
  readonly root: YamlNode | undefined;
  readonly problems: readonly Problem[];
  /** Paths of the values that YAML could not give. */
  readonly broken: readonly Path[];
  /** The position of an offset of the text. */
  readonly at: (offset: number) => Position;
}

/** Reads one YAML document. Never throws: whatever is wrong becomes a problem with its place. */
export function readYaml(original: string, file: string): Source {
  // A byte order mark is invisible in editors, so it must not count as a column.
  const text = original.startsWith("\ufeff") ? original.slice(1) : original;
  const lines = new Lines(file, text);
  const at = (offset: number) => lines.at(Math.min(Math.max(offset, 0), text.length));
  const problem = (finding: SourceFinding): Problem => ({
    severity: "error",
    rule: finding.rule,
    position: at(finding.offset),
    path: formatPath(finding.keys),
    message: finding.message,
    remedy: finding.remedy,
  });
  const only = (
    rule: string,
    offset: number,
    message: string,
    remedy: string,
    keys: readonly (string | number)[] = [],
  ): Source => ({
    root: undefined,
    problems: [problem({ rule, offset, keys, message, remedy })],
    broken: [],
    at,
  });

  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { message, remedy } = explainSyntax(error.reason);
    return only("yaml-syntax", error.mark?.position ?? 0, message, remedy);
  }
  const composer = new Composer(text, events, (offset) => at(offset).line);
  let root: YamlNode | undefined;
  try {
    root = composer.compose();
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return only(error.rule, error.offset, error.message, error.remedy, error.keys);
  }
  if (root === undefined || (root.kind === "scalar" && root.value === null && root.source === "")) {
    return only("empty-file", 0, "the file is empty.", "Start from a copy of `stacks/examples/first.yaml`.");
  }
  const second = secondDocument(text, events);
  if (second !== undefined) {
    return only(
      "several-documents",
      second,
      "the file holds more than one YAML document; one file describes one environment.",
      "Move everything below this `---` into a file of its own.",
    );
  }
  if (root.kind !== "mapping") {
    const found = root.kind === "sequence" ? "a list" : "a single value";
    return only(
      "not-a-mapping",
      root.offset,
      `the file must be a mapping of keys such as \`environment\`, but it is ${found}.`,
      "Start from a copy of `stacks/examples/first.yaml`.",
    );
  }
  return {
    root,
    problems: composer.findings.map(problem),
    broken: composer.findings.filter(({ rule }) => rule.includes("alias")).map(({ keys }) => keys),
    at,
  };
}

/** Offset of the second document's marker, or `undefined` when there is one document. */
function secondDocument(text: string, events: readonly Event[]): number | undefined {
  if (events.filter((event) => event.type === EVENT_ID.DOCUMENT).length < 2) return undefined;
  let depth = 0;
  let end = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      if (--depth === 0) break;
    } else if (event.type === EVENT_ID.SCALAR) {
      end = Math.max(end, event.valueEnd);
    } else if (event.type === EVENT_ID.ALIAS) {
      end = event.anchorEnd;
    } else {
      depth++;
    }
  }
  const marker = /^(---|\.\.\.)/m.exec(text.slice(end));
  return marker === null ? end : end + marker.index;
}
