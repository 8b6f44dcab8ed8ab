import { planRouting } from "../../infra/routing/planRouting";
import { planMarkdown } from "../../infra/routing/report/markdown";
import { planText } from "../../infra/routing/report/text";
import type { Topology } from "../../infra/topology/topology";
import { type FleetSketch, fleet } from "./topologies";

const sketch: FleetSketch = {
  models: { "gpt-5.4": {} },
  regions: {
    eastus2: { priority: 1, deployments: { "gpt-5.4": { ptu: 100, payg: 300 } } },
    swedencentral: { priority: 2, deployments: { "gpt-5.4": { ptu: 50, payg: 100 } } },
    westus3: { priority: 3, deployments: { "gpt-5.4": { payg: 200 } } },
  },
  consumers: { checkout: {} },
};
const without = (region: string, topology: Topology): Topology => ({
  ...topology,
  accounts: topology.accounts.map((account) =>
    account.region === region ? { ...account, retire: true } : account,
  ),
});
const all = planRouting(fleet(sketch));
const plan = planRouting(without("swedencentral", fleet(sketch)));

describe("a region that is about to be removed", () => {
  test("is in no pool and no route, and the priorities of the others stay dense", () => {
    const served = (text: string) => text.includes("swedencentral");
    expect(JSON.stringify([all.pools, all.routes])).toMatch(/swedencentral/);
    expect(plan.pools.flatMap(({ members }) => members.map(({ backend }) => backend)).filter(served)).toEqual(
      [],
    );
    expect(JSON.stringify(plan.routes)).not.toMatch(/swedencentral/);
    expect(
      plan.members.filter(({ tier }) => tier === "payg").map((member) => [member.region, member.priority]),
    ).toEqual([
      ["eastus2", 1],
      ["westus3", 2],
    ]);
  });

  test("keeps its backends, under the names they had, for requests that began before", () => {
    const backends = (from: typeof plan) => from.backends.map(({ id, url }) => `${id} ${url}`).sort();
    expect(backends(plan)).toEqual(backends(all));
  });

  test("keeps its own address, for what rests in its account", () => {
    expect(plan.regional).toEqual(all.regional);
    expect(plan.access.map(({ regional }) => regional)).toEqual(all.access.map(({ regional }) => regional));
  });

  test("is told in the plan, with what it still has", () => {
    const told = "swedencentral is retired and takes no traffic: 50 PTU of gpt-5.4, 100k TPM of gpt-5.4";
    const colours = new Proxy({}, { get: () => (text: string) => text }) as never;
    expect(planText(plan, { width: 120, colours })).toContain(told);
    expect(planMarkdown(plan)).toContain(told);
    expect(planMarkdown(all)).not.toContain("retired");
  });
});
