import { createColors } from "picocolors";
import { printable } from "../text/printable";
import { cut, listing, type TextRow } from "../text/table";
import type { Trace, TraceAttempt, TracePolicy } from "./trace";
import { keepingOrigin, type TraceRow, traceLines } from "./traceLines";
import { type StoryRow, traceStory } from "./traceStory";

export interface FormatTraceOptions {
  /** Characters of a line. @default 100 */
  readonly width?: number;
  /** @default false */
  readonly colour?: boolean;
  /** Everything that is known, and not only what mattered. @default false */
  readonly full?: boolean;
}

type Colours = ReturnType<typeof createColors>;

/** Lines of a trace that is not told in full. */
const FEW = 8;

/**
 * A trace as a person reads it: in eight lines what mattered; in full what each policy did, section by section, and the
 * calls of backends.
 */
export function formatTrace(
  trace: Trace,
  { width = 100, colour = false, full = false }: FormatTraceOptions = {},
): string {
  const colours = createColors(colour);
  const lines = full
    ? [
        ...head(trace, width, colours),
        ...policyLines(trace.policies, width, colours),
        ...attemptLines(trace.attempts, width, colours),
        ...breakerLines(trace, width, colours),
      ]
    : fewLines(trace, width, colours);
  return `${lines.join("\n")}\n`;
}

function fewLines(trace: Trace, width: number, colours: Colours): string[] {
  const begin = beginning(trace, width, colours);
  const story = traceStory(trace, FEW - begin.length - 1);
  const rows = traceLines(story.map(storyRow), width);
  const hidden = trace.bodies === "hidden" ? "; --show-bodies what bodies say" : "";
  const { length } = trace.policies.filter(({ policy }) => policy !== null);
  return [
    ...begin,
    ...rows.flatMap((lines, index) => lines.map((line) => (story[index]?.good ? line : colours.red(line)))),
    colours.dim(
      cut(`  ${length} ${length === 1 ? "policy" : "policies"} ran; --full shows everything${hidden}`, width),
    ),
  ];
}

const storyRow = ({ at, place, policy, text }: StoryRow): TraceRow => ({
  cells: [at === null ? "" : `+${ms(at)}`, place === null ? "" : shortPlace(place), policy],
  rest: text,
  called: policy === "forward-request",
  spare: 1,
});

/** The file without where it lies and without where in it the document stands: the rest of the line is for what happened. */
function shortPlace(place: string): string {
  const position = /:\d{1,9}:\d{1,9}$/.exec(place)?.[0] ?? "";
  const [file = ""] = place.slice(0, place.length - position.length).split("#", 1);
  return `${cutLeft(file.slice(file.lastIndexOf("/") + 1), 26)}${position}`;
}

/** What was asked, what was answered, and why where it failed. */
function beginning(trace: Trace, width: number, colours: Colours): string[] {
  const { status, reason, outcome, times, error } = trace;
  const good = status < 400 && outcome === "complete";
  const answer = `${good ? "✓" : "✗"} ${status} ${printable(reason)}${outcome === "complete" ? "" : ` (${outcome})`}`;
  const spent = `${ms(times.total)}: gateway ${ms(times.gateway)}, backend ${ms(times.backend)}, delivery ${ms(times.delivery)}`;
  return [
    colours.bold(cut(`${trace.method} ${printable(trace.url)}`, width)),
    (good ? colours.green : colours.red)(cut(`${answer}  ${spent}`, width)),
    ...(error === null
      ? []
      : [colours.red(cut(`  ${error.source}: ${error.reason}: ${printable(error.message)}`, width))]),
  ];
}

function head(trace: Trace, width: number, colours: Colours): string[] {
  const who = (["api", "operation", "product", "subscription"] as const).flatMap((kind) =>
    trace[kind] === null ? [] : [`${kind} ${printable(trace[kind])}`],
  );
  return [
    ...beginning(trace, width, colours),
    ...(who.length === 0 ? [] : [cut(`  ${who.join(", ")}`, width)]),
    colours.dim(cut(`  ${trace.time}  ${trace.id}`, width)),
  ];
}

function policyLines(policies: readonly TracePolicy[], width: number, colours: Colours): string[] {
  const rows = listing(policies.map(policyRow), width, "  ");
  const lines: string[] = [];
  let section: string | null = null;
  policies.forEach((policy, index) => {
    if (policy.section !== null && policy.section !== section) {
      section = policy.section;
      lines.push("", colours.bold(section));
    }
    const row = rows[index] as string;
    if (policy.policy !== null) lines.push(policy.failure === null ? row : colours.red(row));
    const indent = " ".repeat(6 + 2 * policy.depth);
    for (const detail of details(policy))
      lines.push(...keepingOrigin(indent + detail, width, `${indent}  `).map((line) => colours.dim(line)));
  });
  return lines;
}

function policyRow(policy: TracePolicy): TextRow {
  if (policy.policy === null) return { cells: [], rest: "" };
  const mark = policy.failure === null ? "✓" : "✗";
  return {
    cells: [
      `${"  ".repeat(policy.depth)}${mark} ${policy.policy}`,
      policy.scope ?? "",
      `+${ms(policy.at)}`,
      ms(policy.duration),
    ],
    rest: `${policy.place === null ? "" : cutLeft(policy.place, LONGEST_PLACE)}${policy.id === null ? "" : ` #${printable(policy.id)}`}`,
  };
}

function details({ expressions, notes, failure }: TracePolicy): string[] {
  return [
    ...expressions.map(({ what, source, value }) => {
      // The value is what somebody looks for: a long source leaves room for it.
      return `${what}: ${cut(printable(source), 48)} → ${printable(value)}`;
    }),
    ...notes.map(printable),
    ...(failure === null ? [] : [`failed: ${printable(failure)}`]),
  ];
}

/** Characters of a place: its end tells more than its beginning. */
const LONGEST_PLACE = 48;

const cutLeft = (text: string, most: number) => (text.length <= most ? text : `…${text.slice(1 - most)}`);

function attemptLines(attempts: readonly TraceAttempt[], width: number, colours: Colours): string[] {
  if (attempts.length === 0) return [];
  const good = ({ status }: TraceAttempt) => status !== null && status < 400;
  const rows = attempts.map((attempt) => ({
    cells: [
      `${good(attempt) ? "✓" : "✗"} ${attempt.backend ?? "-"}`,
      attempt.pool === null ? "" : `pool ${attempt.pool}`,
      String(attempt.status ?? attempt.failure ?? "-"),
      `+${ms(attempt.at)}`,
      ms(attempt.duration),
    ],
    rest: `${attempt.method} ${printable(attempt.url)}`,
    called: true,
  }));
  const lines = traceLines(rows, width).flatMap((told, index) => {
    const attempt = attempts[index] as TraceAttempt;
    const why = attempt.why === null ? [] : [colours.dim(cut(`      ${printable(attempt.why)}`, width))];
    return [...told.map((line) => (good(attempt) ? line : colours.red(line))), ...why];
  });
  return ["", colours.bold("backends"), ...lines];
}

function breakerLines({ breakers }: Trace, width: number, colours: Colours): string[] {
  if (breakers.length === 0) return [];
  const rows = breakers.map(({ backend, rule, to, at, until, why }) => ({
    cells: [`${backend} ${rule}`, to, `+${ms(at)}`],
    rest: `${until === null ? "" : `until +${ms(until)}: `}${printable(why)}`,
  }));
  return ["", colours.bold("breakers"), ...listing(rows, width, "  ")];
}

const ms = (milliseconds: number) => `${milliseconds} ms`;
