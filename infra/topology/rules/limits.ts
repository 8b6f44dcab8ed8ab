import { findModel } from "../data";
import { thousands } from "../describe";
import type { Finding } from "../finding";
import type { Path } from "../path";
import { processing, satisfiesAll } from "../residency";
import { OTHER_MODELS } from "../resolveConsumer";
import type { Consumer, ConsumerLimits } from "../topology";
import { error, type Fleet, type Placed, servingOf, warning } from "./rule";

/** Limits of one model as the file has them. */
type OwnLimits = { readonly [Key in keyof ConsumerLimits]?: ConsumerLimits[Key] };

/** A consumer's limits are something that the fleet can give, and that its gateway can count. */
export function* limits(fleet: Fleet): Iterable<Finding> {
  for (const consumer of fleet.topology.consumers) {
    const path = ["consumers", consumer.name];
    yield* aboveFleet(fleet, consumer, [...path, "tokensPerMinute"], consumer.tokensPerMinute);
    yield* uncounted(fleet, [...path, "requestQuota"], consumer.requestQuota);
    const { models } = fleet.file.consumers[consumer.name] ?? {};
    for (const own of consumer.modelLimits) {
      // What `*` says is judged where it stands, once.
      const key = models !== undefined && Object.hasOwn(models, own.model) ? own.model : OTHER_MODELS;
      const place = [...path, "models", key];
      if (own.tokensPerMinute !== undefined && own.tokensPerMinute <= consumer.tokensPerMinute)
        yield* aboveFleet(fleet, consumer, [...place, "tokensPerMinute"], own.tokensPerMinute, own.model);
    }
    if (models === undefined || Array.isArray(models)) continue;
    for (const [model, own] of Object.entries(models)) {
      yield* uncounted(fleet, [...path, "models", model, "requestQuota"], own.requestQuota);
      yield* neverReached(consumer, model, own, [...path, "models", model]);
    }
  }
}

function* aboveFleet(
  fleet: Fleet,
  consumer: Consumer,
  path: Path,
  limit: number,
  model?: string,
): Iterable<Finding> {
  const available = tokensFor(fleet, consumer, model);
  if (available === undefined || available === 0 || limit <= available) return;
  const of = model === undefined ? "" : ` of \`${model}\``;
  yield warning(
    "limit-above-fleet",
    path,
    `\`${consumer.name}\` may use ${thousands(limit)} tokens per minute${of}, but all that it reaches gives about ${thousands(available)}.`,
    "Lower the limit, or add capacity.",
  );
}

/** A limit of one model above that of all models together never comes to bear. */
function* neverReached(consumer: Consumer, model: string, own: OwnLimits, path: Path): Iterable<Finding> {
  for (const [key, what] of [
    ["tokensPerMinute", "tokens"],
    ["requestsPerMinute", "requests"],
  ] as const) {
    const [limit, whole] = [own[key], consumer[key]];
    if (limit === undefined || whole === undefined || limit <= whole) continue;
    yield warning(
      "limit-above-consumer",
      [...path, key],
      `\`${consumer.name}\` may use ${thousands(limit)} ${what} per minute of ${model === OTHER_MODELS ? "each other model" : `\`${model}\``}, but ${thousands(whole)} over all models: this limit is never reached.`,
      `Lower it, or raise \`consumers.${consumer.name}.${key}\`.`,
    );
  }
}

/** Only classic tiers count requests in a period: `quota-by-key` is not in the v2 tiers (documented). */
function* uncounted({ file }: Fleet, path: Path, quota: ConsumerLimits["requestQuota"]): Iterable<Finding> {
  if (quota === undefined) return;
  const { sku, existing } = file.gateway;
  const tier = sku?.name ?? existing?.tier;
  if (tier === "Developer" || tier === "Premium") return;
  yield error(
    "request-quota-tier",
    { key: path },
    tier === undefined
      ? "whether the gateway can count requests in a period depends on its tier, and `gateway.existing` does not say it."
      : `the tier ${tier} counts no requests in a period; Developer and Premium do.`,
    tier === undefined
      ? "Add `tier` to `gateway.existing`, or use `tokenQuota` or `requestsPerMinute`."
      : "Use `tokenQuota` or `requestsPerMinute`, which every tier counts.",
  );
}

/** Tokens per minute of all that a consumer reaches, or of one model; `undefined` when the size of a PTU is not known. */
function tokensFor({ topology }: Fleet, consumer: Consumer, model?: string): number | undefined {
  const residencyOf = new Map(topology.models.map((model) => [model.name, model.residency]));
  let tokens = 0;
  for (const placed of servingOf(topology)) {
    const { account, deployment } = placed;
    if (consumer.models !== undefined && !consumer.models.includes(deployment.model)) continue;
    if (model !== undefined && deployment.model !== model) continue;
    const residencies = [topology.residency, residencyOf.get(deployment.model), consumer.residency];
    if (!satisfiesAll(residencies, processing(deployment.sku, account.region))) continue;
    const own = tokensOf(placed);
    if (own === undefined) return undefined;
    tokens += own;
  }
  return tokens;
}

function tokensOf({ deployment }: Placed): number | undefined {
  if (deployment.tier === "payg") return deployment.capacity * 1000;
  const tokensPerPtu = findModel(deployment.modelName)?.tokensPerPtu;
  return tokensPerPtu === undefined ? undefined : deployment.capacity * tokensPerPtu;
}
