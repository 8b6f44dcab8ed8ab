import type { Exchange } from "../../src/pipeline/exchange";
import { guarded, inOrder, type PlacedPolicy } from "../../src/pipeline/policySequence";
import type { Step } from "../../src/pipeline/step";
import type { PolicyPlace } from "../../src/pipeline/traceRecorder";

/** A step that tells its names, and goes together with others of its kind. */
function telling(told: string[][], names: readonly string[]): Step & { readonly names: readonly string[] } {
  const joinedWith = (next: Step): Step | undefined =>
    "names" in next ? telling(told, [...names, ...(next.names as string[])]) : undefined;
  const step: Step = () => {
    told.push([...names]);
    return undefined;
  };
  return Object.assign(step, { names, joinedWith });
}

const reads = { request: false, response: false };
const policy = (step: Step): PlacedPolicy => guarded(step, {} as PolicyPlace, reads, false);
const plain = { recorder: undefined, preflight: false, resumeAfter: undefined } as unknown as Exchange;
const run = (policies: readonly PlacedPolicy[], exchange = plain) => {
  expect(inOrder(policies)(exchange)).toBeUndefined();
};

test("policies that go together run as one, each once and in order", () => {
  const told: string[][] = [];
  const other: Step = () => {
    told.push(["other"]);
    return undefined;
  };
  run([telling(told, ["a"]), telling(told, ["b"]), other, telling(told, ["c"])].map(policy));
  expect(told).toEqual([["a", "b"], ["other"], ["c"]]);
});

test("in a request that passes over policies each runs for itself", () => {
  const told: string[][] = [];
  const preflight = { ...plain, preflight: true } as Exchange;
  const steps = [telling(told, ["a"]), telling(told, ["b"])];
  run(
    steps.map((step, index) => guarded(step, {} as PolicyPlace, reads, index === 1)),
    preflight,
  );
  expect(told).toEqual([["b"]]);
});

test("a long run goes together in parts, so that what its steps know does not grow with its square", () => {
  const told: string[][] = [];
  const names = Array.from({ length: 1000 }, (_, index) => `${index}`);
  const policies = names.map((name) => policy(telling(told, [name])));
  run(policies);
  expect(told.flat()).toEqual(names);
  expect(told.length).toBeLessThan(20);
  expect(Math.max(...policies.map(({ count }) => count))).toBeLessThan(100);
});
