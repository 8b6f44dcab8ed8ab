import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimFolder } from "../../local/running/claimFolder";
import { noteRunning, runningFleets } from "../../local/running/runningFile";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-claim-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** No process has it: it is above what Linux gives. */
const GONE = 2 ** 22 + 1;

test("a folder is one process's; the next gets the next, and what is left of one that is gone is nobody's", () => {
  const base = join(folder, "start");
  const first = claimFolder(base);
  expect(first.folder).toBe(base);
  // Another process that runs: the one that started this one.
  writeFileSync(join(base, "running.pid"), `${process.ppid}\n`);
  const second = claimFolder(base);
  expect(second.folder).toBe(`${base}-2`);
  second.release();
  expect(existsSync(join(`${base}-2`, "running.pid"))).toBe(false);
  writeFileSync(join(base, "running.pid"), `${GONE}\n`);
  expect(claimFolder(base).folder).toBe(base);
});

test("the newest that runs is first, notes of the dead go, and nobody else may read them", () => {
  const note = { file: "f", gateway: "g", control: "c", token: "t" };
  noteRunning(folder, { ...note, pid: GONE, since: 3 });
  noteRunning(folder, { ...note, pid: process.ppid, since: 1 });
  const forget = noteRunning(folder, { ...note, pid: process.pid, since: 2 });
  writeFileSync(join(folder, "1.json"), "{");
  expect(runningFleets(folder).map(({ pid }) => pid)).toEqual([process.pid, process.ppid]);
  expect(existsSync(join(folder, `${GONE}.json`))).toBe(false);
  expect(statSync(join(folder, `${process.pid}.json`)).mode & 0o777).toBe(0o600);
  forget();
  expect(runningFleets(folder).map(({ pid }) => pid)).toEqual([process.ppid]);
  expect(runningFleets(join(folder, "none"))).toEqual([]);
});
