import { type Requester, requestOf, type Size } from "./callers";
import { LoadTally, type Sent } from "./loadTally";
import type { Profile } from "./profiles";

export interface LoadHow {
  readonly callers: readonly Requester[];
  readonly profile: Profile;
  readonly size: Size;
  /** Share of the chat requests whose answer is streamed. */
  readonly streamed: number;
  /** Sends one request. @returns its status when the last byte is there; `undefined`: there was no whole answer */
  readonly send: (caller: Requester, path: string, body: string) => Promise<number | undefined>;
  /** Milliseconds, from whenever. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  /** Ends it early: nothing more is sent, and what is under way is waited for. */
  readonly signal?: AbortSignal;
  /** Milliseconds that it then waits at most. @default as long as it takes */
  readonly patience?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  /** Since it began. */
  readonly second: number;
  readonly sent: number;
  readonly answered: number;
  readonly throttled: number;
  readonly failed: number;
  readonly refused: number;
  /** That were not sent because too many were under way. */
  readonly held: number;
}

export interface LoadDone {
  readonly tally: LoadTally;
  readonly held: number;
  /** That were still under way when it waited no longer; in no other count but `sent` of the progress. */
  readonly unfinished: number;
  /** It took so long, the answers to the last requests included. */
  readonly seconds: number;
}

/** Requests under way at once: more would measure this sender. */
const MOST_OPEN = 2000;
/** Between two looks at what is due. */
const STEP_MS = 20;
const PROGRESS_MS = 1000;

/**
 * Sends a load as it is due, whatever becomes of it: a caller who waits for the answer before it asks again would spare
 * the fleet what it is to be tried with.
 */
export async function sendLoad(how: LoadHow): Promise<LoadDone> {
  const { profile, now, sleep, random, signal, onProgress } = how;
  const tally = new LoadTally();
  const counts = { sent: 0, answered: 0, throttled: 0, failed: 0, refused: 0, held: 0 };
  const open = new Set<Promise<void>>();
  const began = now();
  const second = () => (now() - began) / 1000;
  const pick = picker(how.callers, random);
  let over = false;
  const count = (sent: Sent) => {
    if (over) return;
    tally.add(sent);
    const { status } = sent;
    if (status === undefined || status >= 500) counts.failed++;
    else if (status === 429) counts.throttled++;
    else if (status >= 400) counts.refused++;
    else counts.answered++;
  };
  const sendOne = async () => {
    const caller = pick();
    const streamed = caller.kind === "chat" && random() < how.streamed;
    const { path, body } = requestOf(caller, how.size, streamed);
    const at = now();
    counts.sent++;
    const status = await how.send(caller, path, body).catch(() => undefined);
    count({ consumer: caller.consumer, model: caller.model, status, milliseconds: now() - at });
  };
  let due = nextArrival(profile, 0, random);
  let told = 0;
  const tellAtTimes = () => {
    if (now() - began - told < PROGRESS_MS) return;
    told = now() - began;
    onProgress?.({ second: second(), ...counts });
  };
  while (second() < profile.seconds && signal?.aborted !== true) {
    for (; due <= second() && due < profile.seconds; due = nextArrival(profile, due, random)) {
      if (open.size >= MOST_OPEN) {
        counts.held++;
        continue;
      }
      const one: Promise<void> = sendOne().finally(() => open.delete(one));
      open.add(one);
    }
    tellAtTimes();
    await sleep(Math.min(STEP_MS, Math.max(0, (Math.min(due, profile.seconds) - second()) * 1000)));
  }
  let interruptedAt: number | undefined;
  while (open.size > 0) {
    if (signal?.aborted === true) interruptedAt ??= now();
    if (now() - (interruptedAt ?? now()) >= (how.patience ?? Number.POSITIVE_INFINITY)) break;
    tellAtTimes();
    await sleep(STEP_MS);
  }
  over = true;
  onProgress?.({ second: second(), ...counts });
  return { tally, held: counts.held, unfinished: open.size, seconds: second() };
}

/** When the next request comes, as independent callers would send: thinned from the profile's highest rate. */
function nextArrival({ rateAt, most, seconds }: Profile, from: number, random: () => number): number {
  if (!(most > 0)) return Number.POSITIVE_INFINITY;
  let at = from;
  do at += -Math.log(1 - random()) / most;
  while (at < seconds && random() * most >= rateAt(at));
  return at;
}

/** Draws callers by their weights. */
function picker(callers: readonly Requester[], random: () => number): () => Requester {
  const total = callers.reduce((sum, { weight }) => sum + weight, 0);
  const last = callers.at(-1);
  if (last === undefined) throw new Error("Nobody may ask for anything.");
  return () => {
    let left = random() * total;
    for (const caller of callers) {
      left -= caller.weight;
      if (left < 0) return caller;
    }
    return last;
  };
}
