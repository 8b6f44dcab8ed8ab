import type { TopologyFile } from "./schema";
import { type Stateful, unstatedStateful } from "./stateful";
import type { Consumer, ConsumerLimits } from "./topology";

type FileConsumer = TopologyFile["consumers"][string];
type FileLimits = { readonly [Key in keyof ConsumerLimits]?: ConsumerLimits[Key] };

/** The name that stands for every model that a consumer does not name. */
export const OTHER_MODELS = "*";

/**
 * One consumer with its shorthands expanded.
 *
 * @param fleet the most that any consumer may keep in one account
 * @param all names of all models of the file
 */
export function resolveConsumer(
  name: string,
  consumer: FileConsumer,
  fleet: Stateful,
  all: readonly string[],
): Consumer {
  const { models } = consumer;
  return {
    name,
    class: consumer.class,
    ...limitsOf(consumer),
    tokensPerMinute: consumer.tokensPerMinute,
    models: calledModels(models),
    modelLimits: modelLimits(models, all),
    residency: consumer.residency,
    stateful: consumer.stateful ?? unstatedStateful(fleet),
    entraApplications: consumer.entraApplications ?? [],
    entraRoles: consumer.entraRoles ?? [],
    entraGroups: consumer.entraGroups ?? [],
    keys: consumer.keys ?? { primary: 1, secondary: 1 },
  };
}

/** The models that a consumer names; `undefined`: all are open to it. */
export function calledModels(models: FileConsumer["models"]): readonly string[] | undefined {
  if (models === undefined || isList(models)) return models;
  return Object.hasOwn(models, OTHER_MODELS) ? undefined : Object.keys(models);
}

const isList = (models: FileConsumer["models"]): models is string[] => Array.isArray(models);

function modelLimits(models: FileConsumer["models"], all: readonly string[]): Consumer["modelLimits"] {
  if (models === undefined || isList(models)) return [];
  const rest = Object.hasOwn(models, OTHER_MODELS) ? models[OTHER_MODELS] : undefined;
  const named = Object.entries(models).filter(([model]) => model !== OTHER_MODELS);
  const others = rest === undefined ? [] : all.filter((model) => !Object.hasOwn(models, model));
  return [...named, ...others.map((model) => [model, rest ?? {}] as const)]
    .map(([model, limits]) => ({ model, ...limitsOf(limits) }))
    .filter(({ model: _, ...limits }) => Object.values(limits).some((limit) => limit !== undefined))
    .sort((a, b) => (a.model < b.model ? -1 : 1));
}

function limitsOf({
  tokensPerMinute,
  requestsPerMinute,
  tokenQuota,
  requestQuota,
}: FileLimits): ConsumerLimits {
  return { tokensPerMinute, requestsPerMinute, tokenQuota, requestQuota };
}
