import type { ScenarioFailure } from "./failure";
import type { Scenario } from "./scenarioShape";
import type { ScenarioCall, ScriptedBackends } from "./scriptedBackends";

type Leftovers = ReturnType<ScriptedBackends["leftovers"]>;

/** A script must be used up: what nobody fetched was expected to happen and did not. */
export function leftoverFailure(left: Leftovers, { backends }: Scenario): ScenarioFailure {
  const widest = Math.max("backend".length, ...left.map(({ backend }) => backend.length));
  const row = (name: string, fetched: string, next: string) =>
    `${name.padEnd(widest)}  ${fetched.padEnd(8)}  ${next}`;
  const count = left.reduce((sum, { given, of }) => sum + of - given, 0);
  return {
    path: "backends",
    expected: "every answer of a list is fetched",
    seen: `${count === 1 ? "1 answer that nobody" : `${count} answers that nobody`} fetched`,
    at: backends.find(({ name }) => name === left[0]?.backend)?.at ?? -1,
    table: [
      row("backend", "fetched", "next"),
      ...left.map(({ backend, given, of, next }) =>
        row(backend, `${given} of ${of}`, next.kind === "answer" ? String(next.status) : next.kind),
      ),
    ],
  };
}

/** Calls that nobody has an answer for, each backend once. */
export function unexpectedFailures(
  calls: readonly ScenarioCall[],
  { backends }: Scenario,
  at: number,
): ScenarioFailure[] {
  const found = new Map<string, ScenarioFailure>();
  calls.forEach((call, index) => {
    const name = call.backend ?? new URL(call.url).origin;
    if (call.expected || found.has(name)) return;
    const known = backends.find((each) => each.name === call.backend);
    const list = known?.value.answers?.kind === "script" ? known.value.answers.list.length : 0;
    found.set(name, {
      path: `calls[${index}] (${name})`,
      expected:
        call.backend === undefined
          ? "no call of a backend that the scenario does not know"
          : known === undefined
            ? "no call: the scenario has no answers for it"
            : known.value.answers?.kind === "rules"
              ? "a call that one of its rules is for"
              : `at most ${list === 1 ? "1 call" : `${list} calls`}: its list is used up`,
      seen: `${call.method} ${call.url}`,
      at: known?.at ?? at,
    });
  });
  return [...found.values()];
}
