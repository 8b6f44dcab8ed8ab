import type { BackendState } from "../backends/backends";
import type { Services } from "../pipeline/services";
import { type CounterKind, countersSeen } from "../policies/limits/countersSeen";
import type { ScenarioFailure } from "./failure";
import { jsonDifferences } from "./matchJson";
import { type Comparison, durationText, holds } from "./quantities";
import type { Reply } from "./reply";
import type { Expect } from "./stepShape";

interface Missed {
  readonly path: string;
  readonly key: string;
  readonly expected: string;
  readonly seen: string;
}

/**
 * What answers were to be. Of many, each must be so; told is how many are not, with the first of them.
 *
 * @param graceMs by which an answer may be later than it should
 */
export function checkReplies(expect: Expect, replies: readonly Reply[], graceMs: number): ScenarioFailure[] {
  const found = new Map<string, { readonly first: Missed; count: number }>();
  for (const reply of replies)
    for (const missed of checkReply(expect, reply, graceMs)) {
      const known = found.get(missed.path);
      if (known === undefined) found.set(missed.path, { first: missed, count: 1 });
      else known.count++;
    }
  const each = [...found.values()].map(({ first: { path, key, expected, seen }, count }) => ({
    path,
    expected,
    seen,
    ...(replies.length === 1 ? {} : { note: `${count} of ${replies.length} are not as expected` }),
    at: expect.places[key] ?? -1,
  }));
  return [...each, ...checkShares(expect, replies)];
}

function checkReply(expect: Expect, reply: Reply, graceMs: number): Missed[] {
  const missed: Missed[] = [];
  const fail = (key: string, expected: string, seen: string, path = key) =>
    missed.push({ path, key, expected, seen });
  const { status, text, json, exactly, stream, first, within, cut } = expect;
  if (status !== undefined && status !== reply.status) fail("status", String(status), statusText(reply));
  for (const { name, value } of expect.headers ?? []) {
    const seen = reply.headers.get(name);
    const wanted = typeof value === "string" ? value : undefined;
    if (seen !== wanted) fail("headers", wanted ?? "absent", seen ?? "absent", `headers.${name}`);
  }
  if (json !== undefined)
    for (const each of jsonDifferences(json.json, reply.text, false))
      fail("json", each.expected, each.seen, `json${each.path}`);
  if (
    text !== undefined &&
    (typeof text === "string" ? reply.text !== text : !reply.text.includes(text.contains))
  )
    fail(
      "text",
      typeof text === "string" ? text : `… ${text.contains} …`,
      reply.text === "" ? "empty" : reply.text,
    );
  if (exactly?.json !== undefined)
    for (const each of jsonDifferences(exactly.json.json, reply.text, true))
      fail("exactly", each.expected, each.seen, `exactly.json${each.path}`);
  for (const each of exactHeaders(exactly?.headers, reply)) fail("exactly", ...each);
  if (stream !== undefined && JSON.stringify(stream) !== JSON.stringify(reply.pieces))
    fail("stream", JSON.stringify(stream), JSON.stringify(reply.pieces));
  const grace = graceMs + reply.lateMs;
  const limit = (comparison: Comparison) => `${limitText(comparison)}${graceText(graceMs, reply.lateMs)}`;
  if (first !== undefined && (reply.firstMs === undefined || !isIn(first, reply.firstMs, grace)))
    fail("first", limit(first), reply.firstMs === undefined ? "no body" : durationText(reply.firstMs));
  if (within !== undefined && !isIn(within, reply.tookMs, grace))
    fail("within", limit(within), durationText(reply.tookMs));
  const isCut = reply.outcome === "cut";
  if (cut !== undefined && (cut === "true") !== isCut)
    fail(
      "cut",
      cut === "true" ? "an answer that breaks off" : "a complete answer",
      isCut ? "it broke off" : "it was complete",
    );
  return missed;
}

/** A time without a sign is the longest. Virtual time is exact but for rounding. */
function isIn(limit: Comparison, ms: number, graceMs: number): boolean {
  const seen = Math.round(ms * 1000) / 1000;
  const early = Math.max(0, seen - graceMs);
  if (limit.sign === "=") return early <= limit.value;
  return holds(limit, seen) || holds(limit, early);
}
const limitText = ({ sign, text }: Comparison) => (sign === "=" ? `at most ${text}` : text);

/** What is allowed for where time really passes. */
function graceText(graceMs: number, lateMs: number): string {
  if (graceMs === 0) return "";
  const late = lateMs < 1 ? "" : `, and ${durationText(Math.round(lateMs))} for which this machine was busy`;
  return `, with ${durationText(graceMs)} of grace${late}`;
}

/** The status, and why where the gateway itself gave it. */
function statusText({ status, exchange }: Reply): string {
  const error = exchange?.lastError;
  return error === null || error === undefined
    ? String(status)
    : `${status} (${error.source}: ${error.reason})`;
}

function exactHeaders(
  expected: readonly { readonly name: string; readonly value: string }[] | undefined,
  { headers }: Reply,
): [expected: string, seen: string, path: string][] {
  if (expected === undefined) return [];
  const wanted = new Map(expected.map(({ name, value }) => [name.toLowerCase(), value]));
  const names = new Set([...wanted.keys(), ...[...headers.names()].map((name) => name.toLowerCase())]);
  return [...names].flatMap((name) =>
    wanted.get(name) === headers.get(name)
      ? []
      : [
          [wanted.get(name) ?? "absent", headers.get(name) ?? "absent", `exactly.headers.${name}`] as [
            string,
            string,
            string,
          ],
        ],
  );
}

function checkShares({ share }: Expect, replies: readonly Reply[]): ScenarioFailure[] {
  return (share ?? []).flatMap(({ name, value, at }) => {
    const count = replies.filter(({ status }) => String(status) === name).length;
    const percent = (100 * count) / replies.length;
    if (holds(value, percent)) return [];
    const rounded = Math.round(percent * 100) / 100;
    const all = [...new Set(replies.map(({ status }) => status))].sort();
    const others = all.map(
      (status) => `${status} × ${replies.filter((each) => each.status === status).length}`,
    );
    return [
      { path: `share of ${name}`, expected: value.text, seen: `${rounded} % (${others.join(", ")})`, at },
    ];
  });
}

/** States of breakers after the last answer. */
export function checkBreakers({ breakers }: Expect, states: readonly BackendState[]): ScenarioFailure[] {
  return (breakers ?? []).flatMap(({ name, value, at }) => {
    const state = states.find(({ backend }) => backend.toLowerCase() === name.toLowerCase());
    const circuits = state?.breakers.map(({ circuit }) => circuit) ?? [];
    const seen =
      circuits.find((circuit) => circuit !== "closed") ?? (circuits.length === 0 ? "no breaker" : "closed");
    return seen === value ? [] : [{ path: `breaker of ${name}`, expected: value, seen, at }];
  });
}

const counterKinds: readonly CounterKind[] = ["rate", "quota", "tokens", "token-quota"];

/** What limits have counted after the last answer. */
export function checkCounters({ counters }: Expect, services: Services): ScenarioFailure[] {
  return counterKinds.flatMap((kind) => {
    const expected = counters?.[kind] ?? [];
    if (expected.length === 0) return [];
    const seen = countersSeen(services, kind);
    return expected.flatMap(({ name, value, at }) => {
      const count = seen.get(name) ?? 0;
      if (holds(value, count)) return [];
      const others = [...seen.keys()].filter((key) => key !== name);
      const known = count > 0 || others.length === 0 ? "" : `; counted are ${others.slice(0, 5).join(", ")}`;
      return [{ path: `counters.${kind}.${name}`, expected: value.text, seen: `${count}${known}`, at }];
    });
  });
}
