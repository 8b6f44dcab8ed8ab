import { parseTopology } from "../../infra/topology/parse";
import { unverified, unverifiedText } from "../../infra/topology/unverified";
import { base, edited } from "./fixture";

function topologyOf(...edits: (readonly [from: string, to: string])[]) {
  const checked = parseTopology(edited(base, ...edits), "stacks/test.yaml");
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

test("of models whose regions were read nothing is unverified, of fine-tuned ones neither", () => {
  expect(unverifiedText(topologyOf())).toBe("");
});

test("of a model whose regions nobody has read each SKU is, with its regions: neither a warning nor silence", () => {
  const topology = topologyOf([
    'gpt-5.4: { version: "2026-03-05"',
    'gpt-5.4: { name: gpt-5.6-sol, version: "2026-07-09"',
  ]);
  expect(unverified(topology)).toEqual([
    "gpt-5.4 as DataZoneStandard in eastus2, swedencentral",
    "gpt-5.4 as DataZoneProvisionedManaged in swedencentral",
  ]);
  expect(unverifiedText(topology)).toMatch(/^unverified on 2026-07: gpt-5\.4 as DataZone/);
});
