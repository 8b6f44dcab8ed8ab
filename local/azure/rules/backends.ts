import type { Rule } from "../armRequest";
import { nameOf } from "../resourceId";
import type { ArmResource } from "../world";
import { deletionOf, incorrectValues, list, object, putOf, text, usedBy } from "./refusals";

const BACKEND = "Microsoft.ApiManagement/service/backends";

/** azure-docs: api-management/backends.md. */
const MAX_MEMBERS = 30;

/** A pool has no address of its own (Azure/bicep#14097), 1–30 members (azure-docs: api-management/backends.md), and they are Single and exist (Azure/apiops#797). */
export const poolIsValid: Rule = (world, request) => {
  const pool = putOf(request, BACKEND);
  if (pool === undefined || pool.properties.type !== "Pool") return undefined;
  const wrong: string[] = [];
  if (pool.properties.url !== undefined) wrong.push("Url is not supported for backend pool.");
  if (pool.properties.protocol !== undefined) wrong.push("Protocol is not supported for backend pool.");
  for (const key of ["circuitBreaker", "credentials", "proxy", "tls", "resourceId"]) {
    // From the module api-management/service/backend of Azure/bicep-registry-modules; the wording follows the two above.
    if (pool.properties[key] !== undefined)
      wrong.push(`${key.charAt(0).toUpperCase()}${key.slice(1)} is not supported for backend pool.`);
  }
  const members = list(object(pool.properties.pool).services);
  if (members.length === 0) wrong.push("Pool should have at least one service.");
  if (members.length > MAX_MEMBERS)
    wrong.push(`Pool can have at most ${MAX_MEMBERS} services, got ${members.length}.`);
  for (const member of members) {
    const name = nameOf(text(member.id));
    const backend = world.get(memberId(pool, text(member.id)));
    if (backend === undefined) wrong.push(`Backend Entity '${name}' not found.`);
    else if (backend.properties.type === "Pool")
      wrong.push(`Backend Entity '${name}' is a pool itself, which cannot be in a pool.`);
    for (const key of ["priority", "weight"]) {
      const value = member[key];
      if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100)) {
        wrong.push(`The ${key} of '${name}' should be between 0 and 100, got ${value}.`);
      }
    }
  }
  const names = members.map((member) => nameOf(text(member.id)).toLowerCase());
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index)))
    wrong.push(`Backend Entity '${name}' is in the pool twice.`);
  return incorrectValues(wrong);
};

/** A single backend has an address, and one breaker rule at most (azure-docs: api-management/backends.md and the ARM schema; the texts are ours). */
export const backendIsValid: Rule = (_world, request) => {
  const backend = putOf(request, BACKEND);
  if (backend === undefined || backend.properties.type === "Pool") return undefined;
  const wrong: string[] = [];
  const url = text(backend.properties.url);
  if (url === "") wrong.push("Url is required for a backend of type Single.");
  else if (!/^https?:\/\/[^\s/]+/.test(url) || url.length > 2000)
    wrong.push(`Url '${url}' is not a valid absolute address.`);
  if (!["http", "soap"].includes(text(backend.properties.protocol)))
    wrong.push("Protocol should be 'http' or 'soap' for a backend of type Single.");
  if (backend.properties.pool !== undefined)
    wrong.push("Pool is not supported for a backend of type Single.");
  const rules = list(object(backend.properties.circuitBreaker).rules);
  if (rules.length > 1) wrong.push(`Only one circuit breaker rule is supported, got ${rules.length}.`);
  for (const rule of rules) wrong.push(...breakerFaults(rule));
  return incorrectValues(wrong);
};

function breakerFaults(rule: Readonly<Record<string, unknown>>): string[] {
  const wrong: string[] = [];
  const condition = object(rule.failureCondition);
  if (text(rule.name) === "") wrong.push("A circuit breaker rule needs a name.");
  for (const [key, value] of [
    ["tripDuration", rule.tripDuration],
    ["interval", condition.interval],
  ] as const) {
    if (!/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/.test(text(value)))
      wrong.push(`The ${key} of a circuit breaker rule should be an ISO 8601 duration, got '${value}'.`);
    else if (!/[1-9]/.test(text(value)))
      wrong.push(`The ${key} of a circuit breaker rule should be longer than nothing, got '${value}'.`);
  }
  if ((condition.count === undefined) === (condition.percentage === undefined))
    wrong.push("A failure condition has either count or percentage.");
  const ranges = list(condition.statusCodeRanges);
  if (ranges.length > 10)
    wrong.push(`A failure condition has at most 10 statusCodeRanges, got ${ranges.length}.`);
  for (const { min, max } of ranges) {
    if (!(Number(min) >= 200 && Number(max) <= 599 && Number(min) <= Number(max)))
      wrong.push(`The status codes ${min}–${max} are outside 200–599.`);
  }
  return wrong;
}

/** The Consumption tier has no breakers and no pools (azure-docs: api-management/backends.md; the text is ours). */
export const consumptionHasNoBreaker: Rule = (world, request) => {
  const backend = putOf(request, BACKEND);
  if (backend === undefined || world.get(serviceOf(backend.id))?.sku?.name !== "Consumption")
    return undefined;
  if (backend.properties.circuitBreaker === undefined) return undefined;
  return incorrectValues(["CircuitBreaker is not supported in the Consumption tier."]);
};

/** A backend in a pool stays until the pool lets it go (hashicorp/terraform#32153; the wording is that of fragments in use). */
export const pooledBackendStays: Rule = (world, request) => {
  const backend = deletionOf(request, BACKEND);
  if (backend === undefined) return undefined;
  const service = serviceOf(backend.id);
  const pools = world
    .below(service)
    .filter(
      (other) =>
        other.type === BACKEND &&
        list(object(other.properties.pool).services).some(
          (member) => nameOf(text(member.id)).toLowerCase() === backend.name.toLowerCase(),
        ),
    );
  return usedBy("Backend", backend.name, pools, service);
};

/** A member is named by its full id or by `/backends/<name>` (both are seen in Azure-Samples). */
function memberId(pool: ArmResource, id: string): string {
  return /^\/subscriptions\//i.test(id) ? id : `${serviceOf(pool.id)}/backends/${nameOf(id)}`;
}

/** The id of the service that something in API Management belongs to. */
export function serviceOf(id: string): string {
  return /^.*?\/providers\/Microsoft\.ApiManagement\/service\/[^/]+/i.exec(id)?.[0] ?? id;
}
