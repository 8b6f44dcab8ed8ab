import fc from "fast-check";
import { doorViews } from "../../infra/rendering/regionalView";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { planRouting } from "../../infra/routing/planRouting";
import { sketches } from "../routing/sketches";
import { fleet } from "../routing/topologies";
import { all, attribute, read } from "./readers";

const literals = (xml: string, name: string): unknown[] =>
  all(read(xml), "set-variable")
    .filter((one) => attribute(one, "name") === name)
    .map((one) => JSON.parse(attribute(one, "value") ?? "") as unknown);

describe("any fleet", () => {
  test("renders documents that API Management accepts, with exactly the targets of its plan", () => {
    fc.assert(
      fc.property(sketches, (sketch) => {
        const topology = fleet(sketch);
        const plan = planRouting(topology);
        const policies = renderPolicies(topology, plan);
        expect(policies.apis.map(({ surface }) => surface)).toEqual([...plan.surfaces, "regional"]);
        const accounts = new Map(plan.backends.map(({ id, account }) => [id, account]));
        const members = new Map(
          plan.members.flatMap((member) => Object.values(member.backends).map((id) => [id, member] as const)),
        );
        const routes = policies.fragments.filter(({ xml }) =>
          xml.includes("policies/fragments/route.xml.hbs"),
        );
        expect(routes.length).toBe(plan.routes.length);
        for (const [index, route] of plan.routes.entries()) {
          const xml = routes[index]?.xml ?? "";
          const surfaces = plan.surfaces.flatMap((surface) => route.surfaces[surface] ?? []);
          for (const { pools } of surfaces)
            expect(xml).toContain(`<set-variable name="backend" value="${pools[0]?.backend}" />`);
          expect(literals(xml, "route-members")).toEqual(
            surfaces.map(({ explicit }) =>
              explicit.map(({ backend, tier, deployment }) => ({
                member: members.get(backend)?.id,
                backend,
                tier,
                account: accounts.get(backend),
                region: members.get(backend)?.region,
                deployment,
                priority: members.get(backend)?.priority,
                weight: members.get(backend)?.weight,
              })),
            ),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  test("gives each consumer the routes and regions of its plan", () => {
    fc.assert(
      fc.property(sketches, (sketch) => {
        const topology = fleet(sketch);
        const plan = planRouting(topology);
        const { fragments } = renderPolicies(topology, plan);
        const consumers = fragments.filter(({ id }) => id.startsWith("aoai-consumers")).map(({ xml }) => xml);
        expect(consumers.flatMap((xml) => literals(xml, "models"))).toEqual(
          plan.access.map(({ routes }) => routes),
        );
        expect(consumers.flatMap((xml) => literals(xml, "regions"))).toEqual(
          plan.access.map(({ regional }) => Object.keys(regional)),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("opens each account to a consumer exactly as its plan does, once narrowed to its regions and models", () => {
    fc.assert(
      fc.property(sketches, (sketch) => {
        const topology = fleet(sketch);
        const plan = planRouting(topology);
        const doors = doorViews(topology, plan);
        const narrowed = plan.access.map(({ consumer, routes, regional }) => {
          const accounts = doors.find(({ consumers }) => consumers.includes(consumer))?.accounts ?? {};
          return Object.fromEntries(
            Object.keys(regional).map((name) => [
              name,
              Object.fromEntries(
                Object.entries(accounts[name]?.models ?? {})
                  .filter(([model]) => routes[model] !== undefined)
                  .map(([model, { ptu, payg }]) => [
                    model,
                    [ptu, payg].filter((deployment) => deployment !== undefined),
                  ]),
              ),
            ]),
          );
        });
        expect(narrowed).toEqual(plan.access.map(({ regional }) => regional));
      }),
      { numRuns: 200 },
    );
  });
});
