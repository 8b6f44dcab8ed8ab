import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Checked, Problem } from "../problem";
import { type Beside, parseTopology } from "./parse";
import type { Purpose } from "./rules/rule";
import type { Topology } from "./topology";

/** Largest file that is read, in bytes. A fleet of 30 regions with 10 models needs a fiftieth of it. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads and checks a topology file, and the files that it names. A file that cannot be read is a problem like any other.
 *
 * @param today the day to judge by, `2026-11-30`; without it nothing is said that depends on the day
 * @param judge looks at what the files hold that it names; `loadFleet` does
 */
export function loadTopology(
  file: string,
  today?: string,
  purpose?: Purpose,
  judge?: Beside["judge"],
): Checked<Topology> {
  const text = readText(file);
  if (typeof text !== "string") return { ok: false, problems: [text] };
  return parseTopology(text, file, today, purpose, {
    read: readBeside(file),
    ...(judge === undefined ? {} : { judge }),
  });
}

/** Files that a topology names are found from where it stands itself. */
const readBeside =
  (file: string): NonNullable<Beside["read"]> =>
  (name) => {
    const path = join(dirname(file), name);
    const found = readText(path);
    if (typeof found === "string") return found;
    const [what, remedy] = unread[found.rule] ?? [found.message, found.remedy];
    return { rule: "policy-file", message: `\`${path}\`: ${what}`, remedy };
  };

/** What `readText` says of a topology, said of a policy. */
const unread: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  "no-such-file": ["there is no such file.", "Check the path: it counts from the folder of this file."],
  "not-a-file": ["this is not a regular file.", "Name the XML file itself."],
  "file-too-large": [
    "the file is too large; a policy fragment has at most 32 KB.",
    "Check that this is the right file.",
  ],
};

/** In a name they would make two lines of one, in a workflow too, where a line can be a command. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** The text of a file, or the reason why there is none. */
export function readText(file: string): string | Problem {
  const refuse = (rule: string, message: string, remedy: string): Problem => ({
    severity: "error",
    rule,
    position: { file, line: 1, column: 1 },
    path: "(file)",
    message,
    remedy,
  });
  if (UNSEEN.test(file))
    return refuse(
      "file-name",
      "the name of this file has a line break or another character that nobody sees.",
      "Rename the file: letters, digits, hyphens and dots.",
    );
  try {
    // Looked at before it is opened: opening a pipe would wait for its writer.
    const stat = statSync(file);
    if (!stat.isFile()) {
      const what = stat.isDirectory() ? "a folder" : "not a regular file";
      return refuse(
        "not-a-file",
        `this is ${what}; a topology is a YAML file.`,
        "Name the file itself, such as `stacks/dev.yaml`.",
      );
    }
    if (stat.size > MAX_BYTES) {
      return refuse(
        "file-too-large",
        `the file has ${stat.size} bytes; a topology has at most ${MAX_BYTES}.`,
        "Check that this is the right file.",
      );
    }
    const bytes = readFileSync(file);
    return isUtf8(bytes)
      ? bytes.toString("utf8")
      : refuse(
          "not-utf-8",
          "the file is not text in UTF-8; it may be binary or in another encoding.",
          "Save the file as UTF-8.",
        );
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    return code === "ENOENT" || code === "ENOTDIR"
      ? refuse(
          "no-such-file",
          "there is no such file.",
          "Check the path, or start from a copy of `stacks/examples/first.yaml`.",
        )
      : refuse(
          "unreadable-file",
          `the file cannot be read (${code}).`,
          "Check the path and its permissions.",
        );
  }
}
