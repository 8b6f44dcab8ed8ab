import { planRouting } from "../../infra/routing/planRouting";
import { plain } from "../../infra/routing/report/layout";
import { planShort } from "../../infra/routing/report/short";
import { planText } from "../../infra/routing/report/text";
import { parseTopology } from "../../infra/topology/parse";
import { base, edited } from "../topology/fixture";

test("where a model is its successor already, the plan says so, and nowhere else", () => {
  const text = edited(base, [
    "gpt-5.4: { payg: 50 }",
    'gpt-5.4: { payg: 50, name: gpt-5.5, version: "2026-04-24" }',
  ]);
  const checked = parseTopology(text, "test.yaml");
  if (!checked.ok) throw new Error("the fixture is not valid");
  const plan = planRouting(checked.value);
  expect(
    plan.members.flatMap(({ id, otherModel }) => (otherModel === undefined ? [] : [[id, otherModel]])),
  ).toEqual([["gpt-5-4-payg-eastus2", "gpt-5.5 2026-04-24"]]);
  const told = { width: 100, colours: plain };
  expect(planShort(plan, told)).toMatch(/eastus2 .* gpt-5\.4-payg, is gpt-5\.5 2026-04-24$/m);
  expect(planText(plan, told)).toContain("processed anywhere in the US, is gpt-5.5 2026-04-24");
});
