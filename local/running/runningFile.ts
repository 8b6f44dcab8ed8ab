import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../isAlive";

/** What other commands must know of a fleet that runs. */
export interface RunningNote {
  readonly pid: number;
  /** The topology file that it is of. */
  readonly file: string;
  readonly gateway: string;
  readonly control: string;
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Leaves a note, which only this user may read: it holds a token. @returns what removes it */
export function noteRunning(folder: string, note: RunningNote): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${note.pid}.json`);
  writeFileSync(file, `${JSON.stringify(note, undefined, 2)}\n`, { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Fleets that run, the newest first. Notes of processes that are gone are removed. */
export function runningFleets(folder: string): RunningNote[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
  } catch {
    return [];
  }
  const notes = names.flatMap((name) => {
    const file = join(folder, name);
    const note = readNote(file);
    if (note !== undefined && isAlive(note.pid)) return [note];
    rmSync(file, { force: true });
    return [];
  });
  return notes.sort((a, b) => b.since - a.since);
}

function readNote(file: string): RunningNote | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as RunningNote;
  } catch {
    return undefined;
  }
}
