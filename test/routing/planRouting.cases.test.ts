import { EXPLICIT_LIMIT } from "../../infra/routing/attempts";
import type { RoutingPlan } from "../../infra/routing/plan";
import { planRouting } from "../../infra/routing/planRouting";
import { fleet } from "./topologies";

const poolMembers = (plan: RoutingPlan, surface: "azure" | "v1") =>
  Object.fromEntries(
    plan.pools
      .filter((pool) => pool.surface === surface)
      .map((pool) => [pool.id, pool.members.map((m) => m.backend)]),
  );

const regionNames = (count: number) =>
  Array.from({ length: count }, (_, i) => `region${String(i + 1).padStart(2, "0")}`);

describe("priority and weight", () => {
  it("makes priorities dense within each tier and weighs by capacity within a priority", () => {
    const plan = planRouting(
      fleet({
        models: { m1: {} },
        regions: {
          aaa: { priority: 40, deployments: { m1: { ptu: 50, payg: 300 } } },
          bbb: { priority: 7, deployments: { m1: { payg: 1 } } },
          ccc: { priority: 40, deployments: { m1: { ptu: 150, payg: 100 } } },
        },
      }),
    );
    expect(plan.members.map((m) => `${m.id} ${m.priority}/${m.weight}`)).toEqual([
      "m1-ptu-ccc 1/100",
      "m1-ptu-aaa 1/33",
      "m1-payg-bbb 1/100",
      "m1-payg-aaa 2/100",
      "m1-payg-ccc 2/33",
    ]);
  });

  it("never weighs a member zero, however small it is", () => {
    const deployments = (payg: number) => ({ m1: { payg } });
    const plan = planRouting(
      fleet({
        models: { m1: {} },
        regions: { aaa: { deployments: deployments(100_000) }, bbb: { deployments: deployments(1) } },
      }),
    );
    expect(plan.members.map((m) => m.weight)).toEqual([100, 1]);
  });
});

describe("pools", () => {
  it("splits 31 members into pools of 30 and 1 on both surfaces, in the order of priority", () => {
    const names = regionNames(31);
    const plan = planRouting(
      fleet({
        models: { m1: {} },
        regions: Object.fromEntries(
          names.map((name, i) => [name, { priority: i + 1, deployments: { m1: { payg: 10 } } }]),
        ),
        routing: { maxAttempts: 4 },
      }),
    );
    expect(poolMembers(plan, "azure")).toEqual({
      "aoai-m1-payg-pool": names.slice(0, 30).map((name) => `aoai-m1-payg-${name}`),
      "aoai-m1-payg-pool-2": ["aoai-m1-payg-region31"],
    });
    expect(poolMembers(plan, "v1")).toEqual({
      "aoai-m1-payg-pool-v1": names.slice(0, 30).map((name) => `aoai-m1-payg-${name}-v1`),
      "aoai-m1-payg-pool-2-v1": ["aoai-m1-payg-region31-v1"],
    });
    expect(plan.routes[0]?.surfaces.azure?.pools.map((t) => t.backend)).toEqual([
      "aoai-m1-payg-pool",
      "aoai-m1-payg-pool-2",
    ]);
    expect(plan.routes[0]?.surfaces.azure?.attempts).toBe(4);
  });

  it("separates adopted deployments with another name on v1, and keeps one pool on azure", () => {
    const plan = planRouting(
      fleet({
        models: { "gpt-5.4": {} },
        regions: {
          aaa: { priority: 1, deployments: { "gpt-5.4": { payg: 10 } } },
          bbb: { priority: 2, deployments: { "gpt-5.4": { payg: 10, paygName: "GPT_Old" } } },
        },
      }),
    );
    expect(plan.pools.map((pool) => [pool.id, pool.deployment, pool.members.map((m) => m.backend)])).toEqual([
      ["aoai-gpt-5-4-payg-pool", "gpt-5.4-payg", ["aoai-gpt-5-4-payg-aaa", "aoai-gpt-5-4-payg-bbb"]],
      ["aoai-gpt-5-4-payg-pool-v1", "gpt-5.4-payg", ["aoai-gpt-5-4-payg-aaa-v1"]],
      ["aoai-gpt-5-4-payg-pool-gpt-old-v1", "GPT_Old", ["aoai-gpt-5-4-payg-bbb-v1"]],
    ]);
    expect(plan.routes[0]?.surfaces.azure?.explicit.map((t) => t.deployment)).toEqual([
      "gpt-5.4-payg",
      "GPT_Old",
    ]);
    expect(
      plan.backends.filter((b) => b.region === "bbb" && b.purpose === "azure").map((b) => b.url),
    ).toEqual(["https://oai-aoai-test-bbb-{suffix}.openai.azure.com/openai/deployments/GPT_Old"]);
  });

  it("keeps adopted deployments apart whose names reduce to one slug", () => {
    const plan = planRouting(
      fleet({
        models: { m1: {} },
        surfaces: ["v1"],
        regions: {
          aaa: { deployments: { m1: { payg: 10, paygName: "old.name" } } },
          bbb: { deployments: { m1: { payg: 10, paygName: "old_name" } } },
        },
      }),
    );
    const ids = plan.pools.map((pool) => pool.id);
    expect(ids[0]).toBe("aoai-m1-payg-pool-old-name-v1");
    expect(ids[1]).toMatch(/^aoai-m1-payg-pool-old-name-v1-[0-9a-f]{8}$/);
  });

  it("gives the surface azure nothing when only v1 is in use", () => {
    const plan = planRouting(
      fleet({
        models: { m1: {} },
        surfaces: ["v1"],
        regions: { aaa: { deployments: { m1: { payg: 10 } } } },
      }),
    );
    expect(plan.backends.map((b) => b.id)).toEqual(["aoai-m1-payg-aaa-v1", "aoai-regional-aaa"]);
    expect(Object.keys(plan.routes[0]?.surfaces ?? {})).toEqual(["v1"]);
  });

  it("lists at most 40 explicit targets, and leaves PAYG half of the places", () => {
    const plan = planRouting(
      fleet({
        models: { m1: {} },
        surfaces: ["azure"],
        regions: Object.fromEntries(
          regionNames(30).map((name) => [name, { deployments: { m1: { ptu: 15, payg: 10 } } }]),
        ),
      }),
    );
    const explicit = plan.routes[0]?.surfaces.azure?.explicit ?? [];
    expect(explicit.map((t) => t.tier)).toEqual([
      ...Array(20).fill("ptu"),
      ...Array(EXPLICIT_LIMIT - 20).fill("payg"),
    ]);
  });
});

describe("fine-tuned models", () => {
  const plan = planRouting(
    fleet({
      models: { "gpt-5.4": {} },
      regions: { aaa: { deployments: { "gpt-5.4": { payg: 10 } } } },
      fineTuned: { Claims_Triage: { region: "aaa", payg: 5 } },
    }),
  );

  it("are never mixed with a base model, though they share its region", () => {
    expect(poolMembers(plan, "azure")).toEqual({
      "aoai-claims-triage-payg-pool": ["aoai-claims-triage-payg-aaa"],
      "aoai-gpt-5-4-payg-pool": ["aoai-gpt-5-4-payg-aaa"],
    });
  });

  it("have a regional route of their own", () => {
    expect(plan.regional.map((r) => [r.name, r.account, r.deployments])).toEqual([
      ["aaa", "aaa", { "gpt-5.4": ["gpt-5.4-payg"] }],
      ["aaa-claims-triage", "ft-claims-triage", { Claims_Triage: ["Claims_Triage-payg"] }],
    ]);
  });
});

describe("names", () => {
  it("end with a hash when the plain name is over API Management's 80 characters", () => {
    const long = `m${"x".repeat(62)}y`;
    const plan = planRouting(
      fleet({
        models: { [long]: {} },
        workload: "sixteen-letters1",
        regions: { switzerlandnorth: { deployments: { [long]: { payg: 1 } } } },
      }),
    );
    const ids = [...plan.backends.map((b) => b.id), ...plan.pools.map((p) => p.id)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(...ids.map((id) => id.length))).toBe(80);
  });

  it("survive model names that are members of every object", () => {
    const plan = planRouting(
      fleet({
        models: { constructor: {} },
        consumers: { one: {} },
        regions: { aaa: { deployments: { constructor: { payg: 1 } } } },
      }),
    );
    expect(plan.access[0]?.routes).toEqual({ constructor: "constructor" });
  });
});
