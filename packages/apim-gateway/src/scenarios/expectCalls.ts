import type { ScenarioFailure } from "./failure";
import { differences } from "./matchJson";
import { holds } from "./quantities";
import type { ScenarioCall } from "./scriptedBackends";
import type { Expect, ExpectedCall } from "./stepShape";

const same = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();
const nameOf = ({ backend, url }: ScenarioCall) => backend ?? url;
export const bodyText = (text: string): string =>
  text === "" ? "empty" : `${Buffer.byteLength(text)} bytes`;

/**
 * What calls of backends were to be.
 *
 * @param sent the caller's body
 */
export function checkCalls(
  expect: Expect,
  seen: readonly ScenarioCall[],
  sent: string | undefined,
): ScenarioFailure[] {
  const { calls, places } = expect;
  const at = places.calls ?? -1;
  if (calls === undefined) return [];
  if (calls.kind === "counts")
    return calls.counts.flatMap(({ name, value, at: place }) => {
      const count = seen.filter(({ backend }) => same(name, backend)).length;
      return holds(value, count)
        ? []
        : [{ path: `calls of ${name}`, expected: value.text, seen: String(count), at: place }];
    });
  const inOrder =
    calls.calls.length === seen.length &&
    calls.calls.every(({ backend }, n) => same(backend, seen[n]?.backend));
  if (!inOrder) {
    const expected = listed(calls.calls.map(({ backend }) => backend));
    return [{ path: "calls", expected, seen: listed(seen.map(nameOf)), at }];
  }
  return calls.calls.flatMap((call, n) => checkCall(call, n, seen[n] as ScenarioCall, sent));
}

const listed = (names: readonly string[]): string => {
  if (names.length === 0) return "none";
  // A hundred times the same name says nothing.
  const runs: { name: string; count: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.count++;
    else runs.push({ name, count: 1 });
  }
  const texts = runs.map(({ name, count }) => (count === 1 ? name : `${name} × ${count}`));
  return texts.length <= 12
    ? texts.join(", ")
    : `${texts.slice(0, 12).join(", ")}, … (${names.length} calls)`;
};

function checkCall(
  { backend, parts }: ExpectedCall,
  index: number,
  seen: ScenarioCall,
  sent: string | undefined,
): ScenarioFailure[] {
  if (parts === undefined) return [];
  const { places } = parts;
  const failures: ScenarioFailure[] = [];
  const fail = (key: string, expected: string, found: string, path = key) =>
    failures.push({
      path: `calls[${index}] (${backend}) ${path}`,
      expected,
      seen: found,
      at: places[key] ?? -1,
    });
  const { method, body, text, json } = parts;
  if (method !== undefined && method !== seen.method) fail("method", method, seen.method);
  if (parts.path !== undefined) {
    const { pathname, search } = new URL(seen.url);
    if (parts.path !== pathname + search) fail("path", parts.path, pathname + search);
  }
  for (const { name, value } of parts.headers ?? []) {
    const found = seen.headers.get(name);
    const wanted = typeof value === "string" ? value : undefined;
    if (found !== wanted) fail("headers", wanted ?? "absent", found ?? "absent", `headers.${name}`);
  }
  if (body === "as sent" && seen.text !== (sent ?? ""))
    fail(
      "body",
      `as sent, ${bodyText(sent ?? "")}`,
      seen.text.length === (sent ?? "").length ? "other bytes" : bodyText(seen.text),
    );
  if (body === "empty" && seen.text !== "") fail("body", "empty", bodyText(seen.text));
  if (text !== undefined) {
    if (typeof text === "string" ? seen.text !== text : !seen.text.includes(text.contains))
      fail(
        "text",
        typeof text === "string" ? text : `… ${text.contains} …`,
        seen.text === "" ? "empty" : seen.text,
      );
  }
  if (json !== undefined)
    for (const each of jsonDifferences(json.json, seen.text, false))
      fail("json", each.expected, each.seen, `json${each.path}`);
  return failures;
}

/** Of a body that should be JSON. */
export function jsonDifferences(expected: unknown, text: string, exact: boolean) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [
      { path: "", expected: JSON.stringify(expected), seen: text === "" ? "empty" : `no JSON: ${text}` },
    ];
  }
  return differences(expected, value, exact);
}
