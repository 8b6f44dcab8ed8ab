import { closest } from "../text/closest";
import type { Scenario } from "./scenarioShape";

/** What a scenario may name. */
export interface Names {
  /** Whoever can be called. */
  readonly backends: readonly string[];
  readonly pools: readonly string[];
  readonly subscriptions: readonly string[];
}

/** Names in requests and expectations of what is not there: nothing could be true of it, or anything. */
export function checkNames(
  { steps }: Scenario,
  names: Names,
  report: (at: number, message: string) => void,
): void {
  const has = (all: readonly string[], name: string) =>
    all.some((each) => each.toLowerCase() === name.toLowerCase());
  const backend = (name: string, at: number) => {
    if (has(names.backends, name)) return;
    if (has(names.pools, name))
      report(at, `\`${name}\` is a pool; its members are called: name one of them.`);
    else report(at, noSuch("backend", name, names.backends));
  };
  for (const { send, expect } of steps) {
    const { subscription } = send;
    if (subscription !== undefined && !has(names.subscriptions, subscription))
      report(send.places.subscription ?? -1, noSuch("subscription", subscription, names.subscriptions));
    const { calls, breakers } = expect ?? {};
    if (calls?.kind === "list") for (const each of calls.calls) backend(each.backend, each.at);
    if (calls?.kind === "counts") for (const { name, at } of calls.counts) backend(name, at);
    for (const { name, at } of breakers ?? []) backend(name, at);
  }
}

export function noSuch(what: string, name: string, there: readonly string[]): string {
  const near = closest(name, there);
  const hint = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  const list = there.length === 0 ? "There is none." : `There is: ${there.join(", ")}.`;
  return `there is no ${what} \`${name}\`.${hint} ${list}`;
}
