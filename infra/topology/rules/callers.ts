import { offersPtu } from "../data";
import { listed, thousands } from "../describe";
import type { Finding } from "../finding";
import { processing, satisfiesAll } from "../residency";
import type { Consumer } from "../topology";
import { type Fleet, type Placed, servingOf, warning } from "./rule";

/** Somebody may call the fleet, and what a consumer is promised is there. */
export function* callers(fleet: Fleet): Iterable<Finding> {
  const { topology } = fleet;
  if (topology.consumers.length === 0) {
    yield warning(
      "no-consumers",
      { key: ["environment"] },
      "the fleet has no consumers: there is no key, so nobody may call it.",
      "Add one: `consumers: { playground: { tokensPerMinute: 20000 } }`.",
    );
  }
  for (const consumer of topology.consumers) {
    const quota = consumer.tokenQuota;
    if (quota !== undefined && quota.tokens < consumer.tokensPerMinute) {
      yield warning(
        "quota-below-a-minute",
        ["consumers", consumer.name, "tokenQuota", "tokens"],
        `\`${consumer.name}\` may use ${thousands(consumer.tokensPerMinute)} tokens per minute, but only ${thousands(quota.tokens)} in the whole period (${quota.period}): the first minute can end it.`,
        `Write at least ${consumer.tokensPerMinute}; the unit is tokens, not thousands.`,
      );
    }
    if (consumer.class !== "critical") continue;
    const reached = reachedBy(fleet, consumer);
    // Where nothing is reached another rule says so.
    if (reached.length === 0 || reached.some(({ deployment }) => deployment.tier === "ptu")) continue;
    const models = [...new Set(reached.map(({ deployment }) => deployment.model))].sort();
    const offered = reached.some(({ deployment }) => offersPtu(deployment.modelName) !== false);
    yield warning(
      "critical-without-ptu",
      { key: ["consumers", consumer.name] },
      `\`${consumer.name}\` is \`critical\`, which means PTU first, but nothing that it reaches has PTU: ${listed(models)}.`,
      offered
        ? "Give one of its models `ptu`, or write `class: standard`."
        : "Azure offers no PTU for these models: write `class: standard`.",
    );
  }
}

function reachedBy({ topology }: Fleet, consumer: Consumer): Placed[] {
  const residencyOf = new Map(topology.models.map((model) => [model.name, model.residency]));
  return servingOf(topology).filter(
    ({ account, deployment }) =>
      (consumer.models?.includes(deployment.model) ?? true) &&
      satisfiesAll(
        [topology.residency, residencyOf.get(deployment.model), consumer.residency],
        processing(deployment.sku, account.region),
      ),
  );
}
