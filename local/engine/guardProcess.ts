import { descendantsOf, runningProcesses } from "./descendants";

/** For the engine to end its operations and write its state; what it waited for is gone with the one that started it. */
const PATIENCE = 5000;

const guarded = Number(process.argv[2]);
/** What was found at first: a process whose parent has ended is not found as its child any more. */
let known: number[] = [];

// Nobody writes into this pipe. It ends when the one that started this process has ended.
process.stdin.resume().on("end", () => void end());

/** Asks the guarded process to end as Ctrl-C does, and kills what is left of it and of its descendants. */
async function end(): Promise<void> {
  known = descendantsOf(guarded, runningProcesses());
  signal(guarded, "SIGINT");
  const late = Date.now() + PATIENCE;
  while (runs(guarded) && Date.now() < late) await new Promise((done) => setTimeout(done, 100));
  for (const pid of left()) signal(pid, "SIGKILL");
}

const runs = (pid: number) => left().includes(pid);

function left(): number[] {
  const running = runningProcesses();
  const now = new Set(running.map(({ pid }) => pid));
  return [...new Set([...known.filter((pid) => now.has(pid)), ...descendantsOf(guarded, running)])];
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
