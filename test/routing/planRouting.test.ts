import type { RoutingPlan } from "../../infra/routing/plan";
import { planRouting } from "../../infra/routing/planRouting";
import { type FleetSketch, fleet } from "./topologies";

/** Two regions, one model with both tiers, one consumer. */
const small: FleetSketch = {
  models: { "gpt-5.4": {} },
  regions: {
    eastus2: { priority: 10, deployments: { "gpt-5.4": { ptu: 100, payg: 300 } } },
    swedencentral: { priority: 20, deployments: { "gpt-5.4": { ptu: 50, payg: 100 } } },
  },
  consumers: { checkout: {} },
};

const poolTable = (plan: RoutingPlan) =>
  plan.pools.map(
    (pool) =>
      `${pool.id} [${pool.deployment}]: ${pool.members.map((m) => `${m.backend} ${m.priority}/${m.weight}`).join(", ")}`,
  );

const poolsOf = (plan: RoutingPlan, route: string, surface: "azure" | "v1") =>
  plan.routes.find((r) => r.id === route)?.surfaces[surface]?.pools.map((target) => target.backend);

describe("the routing plan of a small fleet", () => {
  const plan = planRouting(fleet(small));

  it("has one member per deployment, PTU first, with dense priorities", () => {
    expect(plan.members.map((m) => [m.id, m.deployment, m.host, m.priority, m.weight, m.backends])).toEqual([
      [
        "gpt-5-4-ptu-eastus2",
        "gpt-5.4-ptu",
        "oai-aoai-test-eastus2-{suffix}.openai.azure.com",
        1,
        100,
        { azure: "aoai-gpt-5-4-ptu-eastus2", v1: "aoai-gpt-5-4-ptu-eastus2-v1" },
      ],
      [
        "gpt-5-4-ptu-swedencentral",
        "gpt-5.4-ptu",
        "oai-aoai-test-swedencentral-{suffix}.openai.azure.com",
        2,
        100,
        { azure: "aoai-gpt-5-4-ptu-swedencentral", v1: "aoai-gpt-5-4-ptu-swedencentral-v1" },
      ],
      [
        "gpt-5-4-payg-eastus2",
        "gpt-5.4-payg",
        "oai-aoai-test-eastus2-{suffix}.openai.azure.com",
        1,
        100,
        { azure: "aoai-gpt-5-4-payg-eastus2", v1: "aoai-gpt-5-4-payg-eastus2-v1" },
      ],
      [
        "gpt-5-4-payg-swedencentral",
        "gpt-5.4-payg",
        "oai-aoai-test-swedencentral-{suffix}.openai.azure.com",
        2,
        100,
        { azure: "aoai-gpt-5-4-payg-swedencentral", v1: "aoai-gpt-5-4-payg-swedencentral-v1" },
      ],
    ]);
  });

  it("addresses the deployment in the path on azure, the account on v1 and on the regional route", () => {
    expect(plan.backends.map((b) => [b.id, b.purpose, b.member, b.url])).toEqual([
      [
        "aoai-gpt-5-4-ptu-eastus2",
        "azure",
        "gpt-5-4-ptu-eastus2",
        "https://oai-aoai-test-eastus2-{suffix}.openai.azure.com/openai/deployments/gpt-5.4-ptu",
      ],
      [
        "aoai-gpt-5-4-ptu-eastus2-v1",
        "v1",
        "gpt-5-4-ptu-eastus2",
        "https://oai-aoai-test-eastus2-{suffix}.openai.azure.com/openai/v1",
      ],
      [
        "aoai-gpt-5-4-ptu-swedencentral",
        "azure",
        "gpt-5-4-ptu-swedencentral",
        "https://oai-aoai-test-swedencentral-{suffix}.openai.azure.com/openai/deployments/gpt-5.4-ptu",
      ],
      [
        "aoai-gpt-5-4-ptu-swedencentral-v1",
        "v1",
        "gpt-5-4-ptu-swedencentral",
        "https://oai-aoai-test-swedencentral-{suffix}.openai.azure.com/openai/v1",
      ],
      [
        "aoai-gpt-5-4-payg-eastus2",
        "azure",
        "gpt-5-4-payg-eastus2",
        "https://oai-aoai-test-eastus2-{suffix}.openai.azure.com/openai/deployments/gpt-5.4-payg",
      ],
      [
        "aoai-gpt-5-4-payg-eastus2-v1",
        "v1",
        "gpt-5-4-payg-eastus2",
        "https://oai-aoai-test-eastus2-{suffix}.openai.azure.com/openai/v1",
      ],
      [
        "aoai-gpt-5-4-payg-swedencentral",
        "azure",
        "gpt-5-4-payg-swedencentral",
        "https://oai-aoai-test-swedencentral-{suffix}.openai.azure.com/openai/deployments/gpt-5.4-payg",
      ],
      [
        "aoai-gpt-5-4-payg-swedencentral-v1",
        "v1",
        "gpt-5-4-payg-swedencentral",
        "https://oai-aoai-test-swedencentral-{suffix}.openai.azure.com/openai/v1",
      ],
      [
        "aoai-regional-eastus2",
        "regional",
        undefined,
        "https://oai-aoai-test-eastus2-{suffix}.openai.azure.com/openai/v1",
      ],
      [
        "aoai-regional-swedencentral",
        "regional",
        undefined,
        "https://oai-aoai-test-swedencentral-{suffix}.openai.azure.com/openai/v1",
      ],
    ]);
  });

  it("has a pool per tier on each surface", () => {
    expect(poolTable(plan)).toEqual([
      "aoai-gpt-5-4-ptu-pool [gpt-5.4-ptu]: aoai-gpt-5-4-ptu-eastus2 1/100, aoai-gpt-5-4-ptu-swedencentral 2/100",
      "aoai-gpt-5-4-payg-pool [gpt-5.4-payg]: aoai-gpt-5-4-payg-eastus2 1/100, aoai-gpt-5-4-payg-swedencentral 2/100",
      "aoai-gpt-5-4-ptu-pool-v1 [gpt-5.4-ptu]: aoai-gpt-5-4-ptu-eastus2-v1 1/100, aoai-gpt-5-4-ptu-swedencentral-v1 2/100",
      "aoai-gpt-5-4-payg-pool-v1 [gpt-5.4-payg]: aoai-gpt-5-4-payg-eastus2-v1 1/100, aoai-gpt-5-4-payg-swedencentral-v1 2/100",
    ]);
  });

  it("has PTU before PAYG, and an attempt for each member", () => {
    expect(poolsOf(plan, "gpt-5-4", "azure")).toEqual(["aoai-gpt-5-4-ptu-pool", "aoai-gpt-5-4-payg-pool"]);
    expect(plan.routes.find(({ id }) => id === "gpt-5-4")?.surfaces.azure?.attempts).toBe(4);
  });

  it("lists single members with their regions for requests that met a silent region", () => {
    expect(plan.routes[0]?.surfaces.v1?.explicit).toEqual([
      { backend: "aoai-gpt-5-4-ptu-eastus2-v1", tier: "ptu", region: "eastus2", deployment: "gpt-5.4-ptu" },
      {
        backend: "aoai-gpt-5-4-ptu-swedencentral-v1",
        tier: "ptu",
        region: "swedencentral",
        deployment: "gpt-5.4-ptu",
      },
      {
        backend: "aoai-gpt-5-4-payg-eastus2-v1",
        tier: "payg",
        region: "eastus2",
        deployment: "gpt-5.4-payg",
      },
      {
        backend: "aoai-gpt-5-4-payg-swedencentral-v1",
        tier: "payg",
        region: "swedencentral",
        deployment: "gpt-5.4-payg",
      },
    ]);
  });

  it("gives the consumer every model and every account", () => {
    const deployments = { "gpt-5.4": ["gpt-5.4-ptu", "gpt-5.4-payg"] };
    expect(plan.access).toEqual([
      {
        consumer: "checkout",
        stateful: "responses",
        routes: { "gpt-5.4": "gpt-5-4" },
        regional: { eastus2: deployments, swedencentral: deployments },
      },
    ]);
    expect(plan.regional).toEqual([
      {
        account: "eastus2",
        region: "eastus2",
        name: "eastus2",
        backend: "aoai-regional-eastus2",
        deployments,
      },
      {
        account: "swedencentral",
        region: "swedencentral",
        name: "swedencentral",
        backend: "aoai-regional-swedencentral",
        deployments,
      },
    ]);
  });
});
