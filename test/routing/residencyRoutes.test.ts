import { planRouting } from "../../infra/routing/planRouting";
import { type FleetSketch, fleet } from "./topologies";

/** One PAYG deployment in the US and two in the EU, processed in their data zones. */
const zones = (consumers: FleetSketch["consumers"], more: Partial<FleetSketch> = {}): FleetSketch => ({
  models: { m1: { paygSku: "DataZoneStandard" } },
  surfaces: ["azure"],
  regions: {
    eastus2: { priority: 1, deployments: { m1: { payg: 10 } } },
    francecentral: { priority: 3, deployments: { m1: { payg: 10 } } },
    swedencentral: { priority: 2, deployments: { m1: { payg: 10 } } },
  },
  consumers,
  ...more,
});

describe("residency", () => {
  it("makes a route of its own for a consumer whose demand excludes members", () => {
    const plan = planRouting(fleet(zones({ claims: { residency: "eu" }, shop: {} })));
    expect(plan.routes.map((r) => [r.id, r.residency, r.members])).toEqual([
      ["m1", undefined, ["m1-payg-eastus2", "m1-payg-swedencentral", "m1-payg-francecentral"]],
      ["m1-eu", "eu", ["m1-payg-swedencentral", "m1-payg-francecentral"]],
    ]);
    expect(plan.access.map((a) => [a.consumer, a.routes])).toEqual([
      ["claims", { m1: "m1-eu" }],
      ["shop", { m1: "m1" }],
    ]);
    expect(plan.pools.map((p) => [p.id, p.route, p.members.map((m) => m.backend)])).toEqual([
      [
        "aoai-m1-payg-pool",
        "m1",
        ["aoai-m1-payg-eastus2", "aoai-m1-payg-swedencentral", "aoai-m1-payg-francecentral"],
      ],
      ["aoai-m1-eu-payg-pool", "m1-eu", ["aoai-m1-payg-swedencentral", "aoai-m1-payg-francecentral"]],
    ]);
  });

  it("keeps the regional route of an account outside from that consumer", () => {
    const plan = planRouting(fleet(zones({ claims: { residency: "eu" } })));
    const deployments = { m1: ["m1-payg"] };
    expect(plan.access[0]?.regional).toEqual({ francecentral: deployments, swedencentral: deployments });
  });

  it("reuses the model's route when a demand excludes nothing", () => {
    const plan = planRouting(fleet(zones({ claims: { residency: "eu" } }, { residency: "eu" })));
    expect(plan.routes.map((r) => [r.id, r.residency])).toEqual([["m1", "eu"]]);
    expect(plan.access.map((a) => a.routes)).toEqual([{ m1: "m1" }]);
  });

  it("takes what the fleet or the model forbids out of the plan, priorities and weights included", () => {
    const plan = planRouting(fleet(zones({}, { residency: "eu" })));
    expect(plan.members.map((m) => `${m.id} ${m.priority}`)).toEqual([
      "m1-payg-swedencentral 1",
      "m1-payg-francecentral 2",
    ]);
    expect(plan.backends.map((b) => b.id)).toEqual([
      "aoai-m1-payg-swedencentral",
      "aoai-m1-payg-francecentral",
      "aoai-regional-eastus2",
      "aoai-regional-francecentral",
      "aoai-regional-swedencentral",
    ]);
    const byModel = planRouting(
      fleet(zones({}, { models: { m1: { paygSku: "DataZoneStandard", residency: "us" } } })),
    );
    expect(byModel.members.map((m) => m.id)).toEqual(["m1-payg-eastus2"]);
  });

  it("leaves a model out of the access of a consumer whom nothing can serve", () => {
    const plan = planRouting(fleet(zones({ claims: { residency: "se" }, shop: {} })));
    expect(plan.access.map((a) => [a.consumer, a.routes])).toEqual([
      ["claims", {}],
      ["shop", { m1: "m1" }],
    ]);
    expect(plan.routes.map((r) => r.id)).toEqual(["m1"]);
  });

  it("shares one route between consumers who list the same regions in another order", () => {
    const standard = { models: { m1: { paygSku: "Standard" as const } } };
    const plan = planRouting(
      fleet(
        zones(
          {
            one: { residency: ["swedencentral", "francecentral"] },
            two: { residency: ["francecentral", "swedencentral"] },
          },
          standard,
        ),
      ),
    );
    const [, narrow] = plan.routes;
    expect(narrow?.id).toMatch(/^m1-regions-[0-9a-f]{8}$/);
    expect(plan.access.map((a) => a.routes)).toEqual([{ m1: narrow?.id }, { m1: narrow?.id }]);
  });

  it("keeps a model called like another model's residency route apart", () => {
    const sketch = zones({ claims: { residency: "eu" } });
    const models = {
      m1: { paygSku: "DataZoneStandard" as const },
      "m1-eu": { paygSku: "DataZoneStandard" as const },
    };
    const deployments = { m1: { payg: 10 }, "m1-eu": { payg: 10 } };
    const plan = planRouting(
      fleet({ ...sketch, models, regions: { eastus2: { deployments }, swedencentral: { deployments } } }),
    );
    const ids = plan.routes.map((r) => r.id);
    expect(new Set(ids).size).toBe(4);
    expect(plan.access[0]?.routes.m1).toMatch(/^m1-eu-[0-9a-f]{8}$/);
    expect(plan.access[0]?.routes["m1-eu"]).toBe("m1-eu-eu");
  });

  it("makes no route for the demand of a consumer who may not call the model", () => {
    const plan = planRouting(fleet(zones({ claims: { residency: "eu", models: ["other"] } })));
    expect(plan.routes.map((r) => r.id)).toEqual(["m1"]);
    expect(plan.access).toEqual([{ consumer: "claims", routes: {}, regional: {}, stateful: "responses" }]);
  });
});
