import fc from "fast-check";
import { planRouting } from "../../infra/routing/planRouting";
import { POOL_LIMIT } from "../../infra/routing/pools";
import { sketches } from "./sketches";
import { fleet } from "./topologies";

describe("every plan", () => {
  const plans = sketches.map((sketch) => planRouting(fleet(sketch)));
  const holds = (check: (plan: ReturnType<typeof planRouting>) => void) =>
    fc.assert(fc.property(plans, check), { numRuns: 60 });

  it("names every API Management entity once, within its limits", () => {
    holds((plan) => {
      const ids = [...plan.backends.map((b) => b.id), ...plan.pools.map((p) => p.id)];
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !/^[a-z0-9][a-z0-9-]{0,78}[a-z0-9]$/.test(id))).toEqual([]);
      expect(new Set(plan.members.map((m) => m.id)).size).toBe(plan.members.length);
      expect(new Set(plan.routes.map((r) => r.id)).size).toBe(plan.routes.length);
    });
  });

  it("has no pool that is empty, too large, or refers to a backend that does not exist", () => {
    holds((plan) => {
      const backends = new Map(plan.backends.map((b) => [b.id, b]));
      for (const pool of plan.pools) {
        expect(pool.members.length).toBeGreaterThan(0);
        expect(pool.members.length).toBeLessThanOrEqual(POOL_LIMIT);
        expect(pool.members.filter((m) => backends.get(m.backend)?.purpose !== pool.surface)).toEqual([]);
        expect(
          pool.members.filter((m) => m.weight < 1 || m.weight > 100 || m.priority < 1 || m.priority > 100),
        ).toEqual([]);
      }
    });
  });

  it("holds each member of a route in exactly one pool of each surface", () => {
    holds((plan) => {
      const members = new Map(plan.members.map((m) => [m.id, m]));
      for (const route of plan.routes) {
        for (const surface of plan.surfaces) {
          const pooled = plan.pools
            .filter((pool) => pool.route === route.id && pool.surface === surface)
            .flatMap((pool) => pool.members.map((m) => m.backend));
          expect(pooled.sort()).toEqual(route.members.map((id) => members.get(id)?.backends[surface]).sort());
        }
      }
    });
  });

  it("gives v1 pools one deployment name, and every target the name that its member answers to", () => {
    holds((plan) => {
      const deployments = new Map(
        plan.members.flatMap((m) =>
          Object.values(m.backends).map((backend) => [backend, m.deployment] as const),
        ),
      );
      for (const pool of plan.pools.filter((p) => p.surface === "v1")) {
        expect([...new Set(pool.members.map((m) => deployments.get(m.backend)))]).toEqual([pool.deployment]);
      }
      for (const target of plan.routes.flatMap((r) => Object.values(r.surfaces).flatMap((s) => s.explicit))) {
        expect(target.deployment).toBe(deployments.get(target.backend));
      }
    });
  });

  it("names every pool once, and never attempts more often than there are members", () => {
    fc.assert(
      fc.property(sketches, fc.integer({ min: 1, max: 20 }), (sketch, maxAttempts) => {
        const plan = planRouting(fleet({ ...sketch, routing: { maxAttempts } }));
        for (const route of plan.routes) {
          for (const surface of plan.surfaces) {
            const pools = plan.pools.filter((pool) => pool.route === route.id && pool.surface === surface);
            const own = route.surfaces[surface];
            expect(own?.pools.map(({ backend }) => backend)).toEqual(pools.map((pool) => pool.id));
            expect(own?.attempts).toBe(Math.min(maxAttempts, route.members.length));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("prefers PTU to PAYG and lower priorities to higher ones", () => {
    holds((plan) => {
      for (const route of plan.routes) {
        const order = route.members.map((id) => {
          const member = plan.members.find((m) => m.id === id);
          return (member?.tier === "ptu" ? 0 : 1000) + (member?.priority ?? 0);
        });
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
    });
  });

  it("leads consumers only to routes that exist", () => {
    holds((plan) => {
      const routes = new Map(plan.routes.map((r) => [r.id, r.model]));
      for (const access of plan.access) {
        expect(Object.entries(access.routes).filter(([model, route]) => routes.get(route) !== model)).toEqual(
          [],
        );
      }
    });
  });

  it("is the same for the same topology, and plain data", () => {
    fc.assert(
      fc.property(sketches, (sketch) => {
        const plan = planRouting(fleet(sketch));
        expect(planRouting(fleet(sketch))).toEqual(plan);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      }),
      { numRuns: 30 },
    );
  });
});
