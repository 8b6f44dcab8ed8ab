import type { Attempt, Exchange } from "../pipeline/exchange";
import type { LastError } from "../pipeline/lastError";
import type { TraceEntry, TraceNote } from "../pipeline/traceRecorder";
import { cut } from "../text/table";
import { durationText } from "./quantities";
import { type ScenarioCall, UNSCRIPTED } from "./scriptedBackends";

/** One thing that happened to a request. */
export interface StoryLine {
  /** Milliseconds since the request arrived. */
  readonly at: number;
  /** `policy.xml:5`. */
  readonly place: string;
  /** How deep it stands among the lines of this story. */
  readonly depth: number;
  /** `forward-request`, or what was noted. */
  readonly what: string;
  /** Who was called. */
  readonly backend?: string;
  /** What became of it. */
  readonly outcome?: string;
}

/** A breaker that opened. */
export interface Opening {
  readonly backend: string;
  /** `services.now()`. */
  readonly at: number;
  readonly until: number | undefined;
}

export interface StoryParts {
  readonly exchange: Exchange;
  readonly calls: readonly ScenarioCall[];
  readonly openings: readonly Opening[];
  /** The caller's body. */
  readonly sent: string | undefined;
}

/** Milliseconds by which the two clocks, of times and of durations, may differ. */
const CLOCKS_DIFFER = 10;

/** Lines of a story; the middle of a longer one is left out. */
const MOST_LINES = 8;

/** What the policies decided for one request: calls, retries, failures; not each variable that was set. */
export function storyOf(parts: StoryParts): readonly StoryLine[] {
  return shortened(new Teller(parts).tell());
}

/**
 * The lines that mattered most, in their order: who was called and how it ended before what else was noted; of too many
 * calls the first ones and the last ones. One line stands for those that were left out first.
 */
export function shortened(lines: readonly StoryLine[]): readonly StoryLine[] {
  if (lines.length <= MOST_LINES) return lines;
  const byWeight = lines.map((line, index) => ({ line, index, weight: weightOf(line) }));
  const heavy = byWeight.filter(({ weight }) => weight === 1);
  const room = MOST_LINES - 1;
  const kept = new Set(
    heavy.length > room
      ? [...heavy.slice(0, 4), ...heavy.slice(-3)]
      : [...byWeight].sort((a, b) => a.weight - b.weight || a.index - b.index).slice(0, room),
  );
  const gap = byWeight.findIndex((each) => !kept.has(each));
  const middle: StoryLine = {
    ...(lines[gap] as StoryLine),
    place: "",
    what: `… ${lines.length - room} more`,
    backend: "",
    outcome: "",
    depth: 0,
  };
  return byWeight.flatMap((each, index) => (index === gap ? [middle] : kept.has(each) ? [each.line] : []));
}

/** 1: a call, a failure, an answer of a policy; 2: what `retry` decided; 3: anything else. */
const weightOf = ({ what, backend, outcome }: StoryLine): 1 | 2 | 3 =>
  backend !== undefined || outcome !== undefined ? 1 : /^(?:retry$|the condition )/.test(what) ? 2 : 3;

/** Told by the line of the call, or by nothing that happens then. */
const partsOfCalls = /^(?:calls |answered |sends |no answer: |not delivered: |requests go to )/;

/** A header that stands in `return-response` or `send-request`. */
const madeHeader = /^[\w-]+: (?:append|delete|override|skip)/;

class Teller {
  private readonly lines: StoryLine[] = [];
  private readonly around: TraceEntry[] = [];
  private readonly untold: ScenarioCall[];
  private attempts = 0;

  constructor(private readonly parts: StoryParts) {
    this.untold = [...parts.calls];
  }

  tell(): readonly StoryLine[] {
    const { recorder, lastError, response } = this.parts.exchange;
    for (const each of recorder?.story ?? []) {
      if ("text" in each) this.note(each);
      else this.begin(each);
    }
    const made = this.lines.findLast(({ what }) => what === "return-response");
    if (made !== undefined && response !== null)
      this.lines[this.lines.indexOf(made)] = { ...made, outcome: String(response.statusCode) };
    const isTold = this.lines.some(({ outcome }) => outcome === UNSCRIPTED);
    if (lastError !== null && !isTold) this.failed(lastError, recorder?.entries ?? []);
    return this.lines;
  }

  private failed({ source, reason, message }: LastError, entries: readonly TraceEntry[]): void {
    const entry =
      entries.findLast(({ failure, place }) => failure !== undefined && place?.policy === source) ??
      entries.findLast(({ failure }) => failure !== undefined);
    const what = `${source || entry?.place?.policy || "the gateway"} failed`;
    const at = entry === undefined ? 0 : entry.at + entry.durationMs;
    this.lines.push({ at, place: placeOf(entry), depth: 0, what, outcome: `${reason}: ${message}` });
  }

  private begin(entry: TraceEntry): void {
    while ((this.around.at(-1)?.depth ?? -1) >= entry.depth) this.around.pop();
    const policy = entry.place?.policy;
    const line = { at: entry.at, place: placeOf(entry), depth: this.around.length };
    if (policy === "forward-request") {
      const attempt = this.parts.exchange.attempts[this.attempts];
      const isCall =
        entry.notes.some((note) => note.startsWith("calls ")) || attempt?.failure === "unavailable";
      if (!isCall || attempt === undefined) return;
      this.attempts++;
      this.lines.push({ ...line, what: policy, ...this.told(attempt) });
    } else if (policy === "send-request" || policy === "send-one-way-request")
      this.sending(entry, line, policy);
    else if (policy === "retry") {
      this.lines.push({ ...line, what: policy });
      this.around.push(entry);
    } else if (policy === "return-response") this.lines.push({ ...line, what: policy });
  }

  private note({ entry, at, text }: TraceNote): void {
    const policy = entry.place?.policy;
    if (policy === undefined || policy === "forward-request" || partsOfCalls.test(text)) return;
    if (/^set-|^rewrite-uri$/.test(policy) || madeHeader.test(text)) return;
    const depth = this.around.includes(entry) ? this.around.indexOf(entry) + 1 : this.around.length;
    this.lines.push({ at, place: placeOf(entry), depth, what: text });
  }

  private told(attempt: Attempt): Pick<StoryLine, "backend" | "outcome"> {
    const { exchange, openings, sent } = this.parts;
    if (attempt.failure === "unavailable")
      return {
        backend: attempt.backendId ?? "",
        outcome: `not called: ${attempt.why ?? "nobody may be called"}`,
      };
    const call = this.take(attempt.url);
    const silent = attempt.failure === "connection" ? call?.outcome : undefined;
    const failed =
      attempt.status === undefined ? (silent ?? `no answer (${attempt.failure ?? "not yet"})`) : undefined;
    const opening = openings.find(
      ({ backend, at }) =>
        backend === attempt.backendId &&
        Math.abs(at - exchange.timestamp - (attempt.ended - exchange.started)) < CLOCKS_DIFFER,
    );
    const lost = sent !== undefined && sent !== "" && call?.text === "";
    return {
      backend: call?.backend ?? attempt.backendId ?? new URL(attempt.url).host,
      outcome: [
        call?.expected === false ? UNSCRIPTED : (failed ?? call?.outcome ?? String(attempt.status)),
        ...(opening === undefined
          ? []
          : [`breaker opens for ${durationText((opening.until ?? opening.at) - opening.at)}`]),
        ...(lost ? [this.attempts > 1 ? "sent no body: the first attempt had read it" : "sent no body"] : []),
      ].join("; "),
    };
  }

  private sending(entry: TraceEntry, line: Pick<StoryLine, "at" | "place" | "depth">, what: string): void {
    const url = entry.notes
      .map((note) => /^sends \S+ (\S+)/.exec(note)?.[1])
      .find((each) => each !== undefined);
    if (url === undefined) return;
    const call = this.take(url);
    this.lines.push({
      ...line,
      what,
      backend: call?.backend ?? new URL(url).host,
      outcome: call?.outcome ?? "",
    });
  }

  /** The call of that URL, told once. */
  private take(url: string): ScenarioCall | undefined {
    const index = this.untold.findIndex((call) => call.url === url);
    return index < 0 ? undefined : this.untold.splice(index, 1)[0];
  }
}

const placeOf = (entry: TraceEntry | undefined): string =>
  entry?.place === undefined ? "" : `${entry.place.file}:${entry.place.line}`;

/** Characters of what became of something: a message may quote a body. */
const LONGEST_OUTCOME = 300;

/** The story for a person, in columns. */
export function storyText(lines: readonly StoryLine[]): string[] {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const time = lines.map(({ at }) => `+${at < 1000 ? `${Math.round(at)} ms` : durationText(Math.round(at))}`);
  const times = widest(time);
  const places = widest(lines.map(({ place }) => place));
  const calls = lines.map(({ depth, what, backend }) =>
    backend === undefined ? "" : "  ".repeat(depth) + what,
  );
  const whats = widest(calls);
  const backends = widest(lines.map(({ backend }) => backend ?? ""));
  return lines.map(({ place, depth, what, backend, outcome: whole = "" }, index) => {
    const outcome = cut(whole, LONGEST_OUTCOME);
    const begin = `${(time[index] ?? "").padStart(times)}  ${place.padEnd(places)}  `;
    const own = "  ".repeat(depth) + what;
    const rest =
      backend === undefined
        ? `${own}${outcome === "" ? "" : `: ${outcome}`}`
        : `${own.padEnd(whats)}  ${backend.padEnd(backends)}  ${outcome}`;
    return (begin + rest).trimEnd();
  });
}
