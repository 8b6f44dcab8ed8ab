import { join, resolve } from "node:path";
import { loadFleet } from "../../infra/loadFleet";
import { planRouting } from "../../infra/routing/planRouting";
import type { Topology } from "../../infra/topology/topology";
import { callersOf, type Requester } from "../../local/load/callers";
import { usualLoad } from "../../local/load/usualLoad";

const size = { promptWords: 100, maxTokens: 50 };

function fleetOf(stack: string): { topology: Topology; callers: Requester[] } {
  const loaded = loadFleet(join(resolve(__dirname, "../../stacks"), stack), "2026-11-30", "deploy");
  if (!loaded.ok) throw new Error("The stack has problems.");
  return { topology: loaded.value, callers: callersOf(loaded.value, planRouting(loaded.value)) };
}

/** Requests a second that a load sends for a model. */
const sentFor = ({ callers, rate }: ReturnType<typeof usualLoad>, model: string): number => {
  const weight = (asked: readonly Requester[]) => asked.reduce((sum, each) => sum + each.weight, 0);
  return (rate * weight(callers.filter((caller) => caller.model === model))) / weight(callers);
};

test("consumers share by their tokens a minute, each over its models and surfaces evenly", () => {
  const { callers } = fleetOf("prod.yaml");
  const weights = (consumer: string) =>
    callers.filter((caller) => caller.consumer === consumer).map(({ weight }) => Math.round(weight));
  expect(weights("checkout")).toEqual(Array(10).fill(20_000));
  expect(weights("claims")).toEqual(Array(6).fill(13_333));
  expect(new Set(callers.filter((each) => each.consumer === "claims").map(({ model }) => model))).toEqual(
    new Set(["claims-triage", "gpt-5.4", "text-embedding-3-large"]),
  );
});

test("the fullest PTU is at 70 %, and a model with little quota and no PTU gets no more than it takes with ease", () => {
  const { topology, callers } = fleetOf("prod.yaml");
  const usual = usualLoad(topology, callers, size);
  // gpt-5.5: 25 PTU of 1,200 tokens a minute, an output token counts as 6 (models.json): 75 requests a minute.
  expect(sentFor(usual, "gpt-5.5") / (75 / 60)).toBeCloseTo(0.7, 1);
  expect(sentFor(usual, "gpt-5.4")).toBeGreaterThan(sentFor(usual, "gpt-5.5"));
  // 50 thousand tokens a minute, and as many requests.
  expect(sentFor(usual, "claims-triage") / (50 / 60)).toBeCloseTo(0.3, 1);
  expect(callers.map(({ model }) => model)).toEqual(usual.callers.map(({ model }) => model));
});

test("without PTU it is two a second, or less where the quota is small", () => {
  const { topology, callers } = fleetOf("prod.yaml");
  const only = (model: string) =>
    usualLoad(
      topology,
      callers.filter((caller) => caller.model === model),
      size,
    ).rate;
  expect(only("text-embedding-3-large")).toBe(2);
  expect(only("claims-triage")).toBeCloseTo(0.25, 1);
});
