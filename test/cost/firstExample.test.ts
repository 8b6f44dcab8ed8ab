import { readFileSync } from "node:fs";
import { join } from "node:path";
import { costOf } from "../../infra/cost/costOf";
import { costLine } from "../../infra/cost/report";
import { parseTopology } from "../../infra/topology/parse";
import { edited } from "../topology/fixture";

/** What people are told to copy. */
const text = readFileSync(join(__dirname, "../../stacks/examples/first.yaml"), "utf8");
const read = (yaml: string) => {
  const checked = parseTopology(yaml, "first.yaml", "2026-11-30");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  expect(checked.warnings.filter(({ rule }) => !rule.startsWith("model-"))).toEqual([]);
  return costOf(checked.value);
};

test("the file to copy is valid, and costs nothing for PTU", () => {
  const cost = read(text);
  expect([cost.monthly, costLine(cost)]).toEqual([0, ""]);
  expect(cost.unknown).toEqual(["gateway: 1 unit of API Management BasicV2", "logs: kept for 30 days"]);
});

test("with the PTU that it speaks of it costs what it says", () => {
  const cost = read(
    edited(
      text,
      ["# ptu: GlobalProvisionedManaged", "ptu: GlobalProvisionedManaged"],
      ["      gpt-5.4: { payg: 50 }\n      # gpt-5.4: { ptu: 15", "      gpt-5.4: { ptu: 15"],
    ),
  );
  const said = /cost ([\d,]+ USD a month)/.exec(text)?.[1];
  expect(costLine(cost)).toBe(`PTU: ${said}`);
});
