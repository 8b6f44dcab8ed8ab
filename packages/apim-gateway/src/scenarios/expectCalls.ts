import type { ScenarioFailure } from "./failure";
import { callMismatches } from "./matchCall";
import { holds } from "./quantities";
import type { ScenarioCall } from "./scriptedBackends";
import type { Expect, ExpectedCall } from "./stepShape";

const same = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();
const nameOf = ({ backend, url }: ScenarioCall) => backend ?? url;

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
  call: ScenarioCall,
  sent: string | undefined,
): ScenarioFailure[] {
  if (parts === undefined) return [];
  return callMismatches(parts, call, sent).map(({ key, path, expected, seen }) => ({
    path: `calls[${index}] (${backend}) ${path}`,
    expected,
    seen,
    at: parts.places[key] ?? -1,
  }));
}
