import { bigTopology } from "../../bench/bigTopology";
import { parseTopology } from "../../infra/topology/parse";
import { unverified } from "../../infra/topology/unverified";

test("the large fleet of the bench can be deployed by the committed data", () => {
  const checked = parseTopology(bigTopology(30, 10), "bench.yaml");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  expect(checked.value.accounts.flatMap(({ deployments }) => deployments)).toHaveLength(600);
  // Models whose regions nobody has read are named once, whatever the number of regions.
  expect(unverified(checked.value)).toContain("gpt-5.6-sol as GlobalStandard in 30 regions");
});
