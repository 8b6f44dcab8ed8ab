import type { RoutingPlan } from "../../infra/routing/plan";

interface Attempt {
  readonly backend: string | null;
  readonly status: number | null;
}

/** Who was asked for a request, in order: `swedencentral gpt-5.4-ptu`, each with what it said unless that was 200. */
export function tracedMembers(
  plan: RoutingPlan,
  url: string,
  ask: typeof fetch,
): (response: Response) => Promise<string | undefined> {
  const memberOf = (backend: string | null) =>
    plan.members.find(({ backends }) => Object.values(backends).includes(backend ?? ""));
  return async (response) => {
    const path = response.headers.get("ocp-apim-trace-location");
    // A gateway tells a path of its own; whatever else answers leads nowhere.
    if (path === null || !path.startsWith("/.gateway/")) return undefined;
    const answer = await ask(`${url}${path}`, { redirect: "error", signal: AbortSignal.timeout(10_000) });
    const { attempts } = (await answer.json()) as { attempts?: readonly Attempt[] };
    return attempts
      ?.map(({ backend, status }) => {
        const member = memberOf(backend);
        const name = member === undefined ? (backend ?? "nobody") : `${member.region} ${member.deployment}`;
        return status === 200 ? name : `${name} (${status ?? "no answer"})`;
      })
      .join(", ");
  };
}
