import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { machineFault } from "../../src/cli/machineFault";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gateway-fault-"));
  writeFileSync(path.join(folder, "file"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is said of an action that this machine refuses. */
function said(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    return machineFault(error)?.replaceAll(folder, "…");
  }
  throw new Error("It was not refused.");
}

test.each([
  [
    "a file on the way",
    () => writeFileSync(path.join(folder, "file", "deep", "text"), ""),
    "`…/file` is a file, and a folder is needed there (ENOTDIR, open). Name another folder, or move the file away.\n",
  ],
  [
    "a file at the end",
    () => mkdirSync(path.join(folder, "file"), { recursive: true }),
    "`…/file` is a file, and a folder is needed there (EEXIST, mkdir). Name another folder, or move the file away.\n",
  ],
  [
    "a folder",
    () => readFileSync(folder),
    "A path is a folder, and a file is needed there (EISDIR, read). Name the file itself.\n",
  ],
  [
    "nothing there",
    () => readFileSync(path.join(folder, "none")),
    "`…/none` is not there (ENOENT, open). Check the path and the folder that you are in.\n",
  ],
  [
    "a full disk",
    () => writeFileSync("/dev/full", "text"),
    "A file cannot be written: the disk is full (ENOSPC, write). Free some space, or name a folder elsewhere.\n",
  ],
])("%s is told in one line with the way out", (_, action, line) => {
  expect(said(action)).toBe(line);
});

test("a defect stays one", () => {
  expect([
    machineFault(new TypeError("x is not a function")),
    machineFault("text"),
    machineFault(undefined),
  ]).toEqual([undefined, undefined, undefined]);
});
