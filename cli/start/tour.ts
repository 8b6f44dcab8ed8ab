import type { TraceAttempt } from "apim-gateway";
import type { Route, RoutingPlan } from "../../infra/routing/plan";
import { tierText } from "../../infra/routing/report/facts";
import { modelKind } from "../../infra/topology/data";
import type { Surface } from "../../infra/topology/topology";
import type { AccountFault } from "../../local/accounts/faults/accountFault";
import type { RunningFleet } from "../../local/running/runFleet";

/** A request that was sent, and what became of it. */
export interface TourStop {
  /** What was different this time, in a sentence. */
  readonly title: string;
  readonly status: number;
  readonly milliseconds: number;
  /** The calls that the gateway made for it. */
  readonly attempts: readonly TourAttempt[];
}

export interface TourAttempt {
  readonly region: string;
  readonly deployment: string;
  readonly tier: string;
  /** A status, or why there is none. */
  readonly said: string;
  readonly milliseconds: number;
}

/** Who asks for what. */
export interface Traveller {
  readonly key: string;
  readonly surface: Surface;
  readonly route: Route;
}

/** The chat model with most tiers and members, and a surface that serves it; `undefined`: the fleet has none. */
export function tourRoute(
  plan: RoutingPlan,
): { readonly route: Route; readonly surface: Surface } | undefined {
  const surface: Surface | undefined = plan.surfaces.includes("v1") ? "v1" : plan.surfaces[0];
  if (surface === undefined) return undefined;
  const tiers = ({ surfaces }: Route) => surfaces[surface]?.pools.length ?? 0;
  const [route] = plan.routes
    .filter(({ model, surfaces }) => modelKind(model) === "chat" && surfaces[surface] !== undefined)
    .sort((a, b) => tiers(b) - tiers(a));
  return route === undefined ? undefined : { route, surface };
}

/**
 * Sends one request while all is well, one while PTU refuses, one while the first region is gone.
 *
 * @param run a fleet that knows nothing yet: what one learns in a failure would change the next story
 */
export async function* tour(
  run: () => Promise<RunningFleet>,
  plan: RoutingPlan,
  traveller: Traveller,
): AsyncGenerator<TourStop> {
  const members = traveller.route.members.flatMap((id) => plan.members.filter((member) => member.id === id));
  const stop = async (title: string, fault?: Omit<AccountFault, "from">): Promise<TourStop> => {
    const fleet = await run();
    try {
      if (fault !== undefined) fleet.accounts.addFault({ ...fault, from: Date.now() });
      return await ask(plan, title, fleet, traveller);
    } finally {
      await fleet.close();
    }
  };
  yield await stop("All is well");
  const ptu = members.find(({ tier }) => tier === "ptu");
  if (ptu !== undefined)
    yield await stop(`PTU is full: ${ptu.deployment} answers 429 everywhere`, {
      kind: "429",
      where: ptu.deployment,
    });
  const region = members[0]?.region;
  if (region !== undefined && new Set(members.map((member) => member.region)).size > 1)
    yield await stop(`${region} is gone: its account takes no connections`, {
      kind: "refused",
      where: region,
    });
}

async function ask(
  plan: RoutingPlan,
  title: string,
  { gateway }: RunningFleet,
  { surface, route: { model }, key }: Traveller,
): Promise<TourStop> {
  const began = performance.now();
  const path =
    surface === "v1"
      ? "openai/v1/chat/completions"
      : `openai/deployments/${encodeURIComponent(model)}/chat/completions?api-version=2024-10-21`;
  const response = await fetch(`${gateway.url}/${path}`, {
    method: "POST",
    headers: { "api-key": key, "content-type": "application/json", "Ocp-Apim-Trace": "true" },
    body: JSON.stringify({
      ...(surface === "v1" ? { model } : {}),
      messages: [{ role: "user", content: "Hello." }],
    }),
  });
  await response.arrayBuffer();
  const milliseconds = performance.now() - began;
  const attempts = gateway.traces()[0]?.attempts ?? [];
  return { title, status: response.status, milliseconds, attempts: attempts.map((each) => told(plan, each)) };
}

const NO_ANSWER: Readonly<Record<string, string>> = {
  connection: "no connection",
  timeout: "no answer in time",
  aborted: "given up",
  unavailable: "breaker open",
};

function told(plan: RoutingPlan, { backend, status, failure, duration }: TraceAttempt): TourAttempt {
  const member = plan.members.find(({ backends }) => Object.values(backends).includes(backend ?? ""));
  return {
    region: member?.region ?? backend ?? "",
    deployment: member?.deployment ?? "",
    tier: member === undefined ? "" : tierText[member.tier],
    said: status === null ? (NO_ANSWER[failure ?? ""] ?? "nothing") : `${status}`,
    milliseconds: duration,
  };
}
