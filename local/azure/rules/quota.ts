import type { Rule } from "../armRequest";
import { parentOf, sameId } from "../resourceId";
import type { WorldSettings } from "../settings";
import type { ArmResource, WorldView } from "../world";
import { isType, object, text } from "./refusals";

const DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments";

/** What shares one quota: PAYG by region, SKU and model; PTU by region and SKU across models (azure-ai-docs: quotas-limits.md). */
interface Scope {
  readonly region: string;
  readonly sku: string;
  /** `undefined` for PTU. */
  readonly model: string | undefined;
}

/**
 * Quota per region and SKU. What soft-deleted accounts hold counts until they are purged (Azure/azure-sdk-tools#11848). Azure's text as
 * in Azure/business-process-automation#276; the names of the quotas are from memory.
 */
export const quotaIsEnough: Rule = (world, request, settings) => {
  if (request.operation !== "put" || !isType(request.resource, DEPLOYMENT)) return undefined;
  const scope = scopeOf(world, request.resource);
  const existing =
    request.existing !== undefined && sameScope(scopeOf(world, request.existing), scope)
      ? capacityOf(request.existing)
      : 0;
  const wanted = capacityOf(request.resource) - existing;
  if (wanted <= 0) return undefined;
  const used = [...world.ofType(DEPLOYMENT), ...world.softDeleted(DEPLOYMENT)]
    // The cheap question first: a large fleet has hundreds of deployments.
    .filter((other) => text(other.sku?.name) === scope.sku && sameScope(scopeOf(world, other), scope))
    .reduce((sum, other) => sum + capacityOf(other), 0);
  const limit = limitOf(scope, settings);
  if (used + wanted <= limit) return undefined;
  const name = quotaName(scope);
  return {
    status: 400,
    code: "InsufficientQuota",
    message: `This operation require ${wanted} new capacity in quota ${name}, which is bigger than the current available capacity ${Math.max(0, limit - used)}. The current quota usage is ${used} and the quota limit is ${limit} for quota ${name}.`,
  };
};

function scopeOf(world: WorldView, deployment: ArmResource): Scope {
  const parent = parentOf(deployment.id) ?? "";
  const account =
    world.get(parent) ??
    world.softDeleted("Microsoft.CognitiveServices/accounts").find((other) => sameId(other.id, parent));
  const sku = text(deployment.sku?.name);
  const model = text(object(deployment.properties.model).name);
  return {
    region: account?.location ?? "",
    sku,
    model: sku.endsWith("ProvisionedManaged") ? undefined : model,
  };
}

function sameScope(a: Scope, b: Scope): boolean {
  return a.region === b.region && a.sku === b.sku && a.model === b.model;
}

function capacityOf(deployment: ArmResource): number {
  return Number(deployment.sku?.capacity ?? 1);
}

function limitOf({ region, sku, model }: Scope, { quota }: WorldSettings): number {
  const key = model === undefined ? sku : `${sku}/${model}`;
  return (
    quota.limits[`${region}/${key}`] ??
    quota.limits[`*/${key}`] ??
    (model === undefined ? quota.ptu : quota.payg)
  );
}

function quotaName({ sku, model }: Scope): string {
  if (model !== undefined) return `Tokens Per Minute (thousands) - ${model} - ${sku}`;
  const scope = sku.startsWith("Global") ? "Global " : sku.startsWith("DataZone") ? "Data Zone " : "";
  return `${scope}Provisioned Managed Throughput Unit`;
}
