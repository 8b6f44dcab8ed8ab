import type { RoutingPlan } from "../../infra/routing/plan";
import { modelKind } from "../../infra/topology/data";
import type { Surface } from "../../infra/topology/topology";

/** One real request: the smallest that a model of this kind answers. */
export interface SmokeRequest {
  readonly model: string;
  readonly surface: Surface;
  /** Whose key or token opens it. */
  readonly consumer: string;
  /** Below the gateway's address. */
  readonly path: string;
  readonly body: object;
  /** The part of an answer that is there when a model answered. */
  readonly holds: "choices" | "data";
}

export interface SmokePlan {
  readonly requests: readonly SmokeRequest[];
  /** What nobody asked, and why: `gpt-image-1: its kind costs more than a word`. */
  readonly unsent: readonly string[];
}

/**
 * One request per model and surface, each for a consumer that may call the model: one who may call most, so that few keys
 * are read.
 *
 * @param only this consumer's models and no others
 */
export function smokeRequests(plan: RoutingPlan, only?: string): SmokePlan {
  const callers = plan.access
    .filter(({ consumer }) => only === undefined || consumer === only)
    .sort((a, b) => Object.keys(b.routes).length - Object.keys(a.routes).length);
  const requests: SmokeRequest[] = [];
  const unsent: string[] = [];
  for (const model of [...new Set(plan.routes.map((route) => route.model))]) {
    const caller = callers.find(({ routes }) => routes[model] !== undefined);
    const kind = modelKind(model);
    if (caller === undefined) {
      unsent.push(`${model}: ${only === undefined ? "no consumer may" : `\`${only}\` may not`} call it`);
      continue;
    }
    if (kind === "other") {
      unsent.push(`${model}: neither chat nor embeddings, and an image or a file costs more than a word`);
      continue;
    }
    const route = plan.routes.find(({ id }) => id === caller.routes[model]);
    for (const surface of Object.keys(route?.surfaces ?? {}) as Surface[])
      requests.push({ model, surface, consumer: caller.consumer, ...written(model, surface, kind) });
  }
  return { requests, unsent };
}

function written(model: string, surface: Surface, kind: "chat" | "embedding") {
  const operation = kind === "chat" ? "chat/completions" : "embeddings";
  const asked =
    kind === "chat"
      ? { messages: [{ role: "user", content: "Answer with one word: hello." }] }
      : { input: "hello" };
  const holds = kind === "chat" ? ("choices" as const) : ("data" as const);
  return surface === "v1"
    ? { path: `/openai/v1/${operation}`, body: { model, ...asked }, holds }
    : {
        path: `/openai/deployments/${encodeURIComponent(model)}/${operation}?api-version=2024-10-21`,
        body: asked,
        holds,
      };
}
