import type { RoutingPlan } from "../../infra/routing/plan";
import { modelKind } from "../../infra/topology/data";
import type { Surface, Topology } from "../../infra/topology/topology";

/** Who may ask for what, and which part of the load is its. */
export interface Requester {
  readonly consumer: string;
  readonly model: string;
  readonly kind: "chat" | "embedding";
  readonly surface: Surface;
  /** Above 0; callers share the load by it. */
  readonly weight: number;
}

/**
 * Each consumer with each model that it may call, on each surface: consumers by their tokens a minute, models and surfaces
 * evenly. Models that are neither for chat nor for embeddings are left out.
 */
export function callersOf(topology: Topology, plan: RoutingPlan): Requester[] {
  return plan.access.flatMap(({ consumer, routes }) => {
    const asked = Object.entries(routes).flatMap(([model, id]) => {
      const kind = modelKind(model);
      const surfaces = Object.keys(plan.routes.find((route) => route.id === id)?.surfaces ?? {}) as Surface[];
      return kind === "other" ? [] : surfaces.map((surface) => ({ consumer, model, kind, surface }));
    });
    const tokens = topology.consumers.find(({ name }) => name === consumer)?.tokensPerMinute ?? 1;
    return asked.map((caller) => ({ ...caller, weight: tokens / asked.length }));
  });
}

/** What a request asks for. */
export interface Size {
  /** Words of the prompt, each about a token. */
  readonly promptWords: number;
  readonly maxTokens: number;
}

/** A request as a client of its surface writes it. @param streamed chat only */
export function requestOf(
  { model, kind, surface }: Requester,
  { promptWords, maxTokens }: Size,
  streamed: boolean,
): { readonly path: string; readonly body: string } {
  const text = Array.from({ length: promptWords }, (_, index) => WORDS[index % WORDS.length]).join(" ");
  const operation = kind === "chat" ? "chat/completions" : "embeddings";
  const asked =
    kind === "chat"
      ? {
          messages: [{ role: "user", content: text }],
          max_completion_tokens: maxTokens,
          ...(streamed ? { stream: true, stream_options: { include_usage: true } } : {}),
        }
      : { input: text };
  return surface === "v1"
    ? { path: `/openai/v1/${operation}`, body: JSON.stringify({ model, ...asked }) }
    : {
        path: `/openai/deployments/${encodeURIComponent(model)}/${operation}?api-version=2024-10-21`,
        body: JSON.stringify(asked),
      };
}

const WORDS = "tell me what the fleet does when one region is gone and the others have room".split(" ");
