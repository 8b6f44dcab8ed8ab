import { type BackendDefinition, backendKey } from "./backend";
import { BackendFields, type BackendProblem } from "./fields";
import { readPool } from "./readPool";
import { readSingle } from "./readSingle";

export interface ReadBackends {
  /** Those without an error, by `backendKey`. */
  readonly backends: ReadonlyMap<string, BackendDefinition>;
  readonly problems: readonly BackendProblem[];
}

/**
 * Reads resources of type `Microsoft.ApiManagement/service/backends` as ARM gives them (`{ id, name, properties }`, API
 * versions up to 2025-09-01-preview) and checks what the service would check. Every problem at once; never throws.
 * `null` counts as absent, and numbers may be written as strings, as the documentation's own template does.
 */
export function readBackends(resources: readonly unknown[]): ReadBackends {
  const problems: BackendProblem[] = [];
  const backends = new Map<string, BackendDefinition>();
  const taken = new Set<string>();
  const pools: [name: string, fields: BackendFields][] = [];
  for (const [index, resource] of resources.entries()) {
    const name = nameOf(resource);
    if (name === undefined) {
      problems.push({ backend: `[${index}]`, path: "name", message: "a backend needs a `name` or an `id`" });
      continue;
    }
    if (taken.has(backendKey(name))) {
      problems.push({ backend: name, path: "name", message: "there are two backends of this name" });
      continue;
    }
    taken.add(backendKey(name));
    const properties = (resource as { readonly properties?: unknown }).properties;
    const fields = new BackendFields(name, "properties", properties, problems);
    if (!fields.isObject) continue;
    const type = fields.word("type", ["Single", "Pool"]);
    if (type === "Pool") pools.push([name, fields]);
    else if (type !== "invalid") {
      const single = readSingle(name, fields);
      if (single !== undefined) backends.set(backendKey(name), single);
    }
  }
  const poolKeys = new Set(pools.map(([name]) => backendKey(name)));
  for (const [name, fields] of pools) {
    const pool = readPool(name, fields, (id) => {
      const key = backendKey(id);
      if (poolKeys.has(key)) return "pool";
      return backends.get(key)?.name ?? (taken.has(key) ? "broken" : undefined);
    });
    if (pool !== undefined) backends.set(backendKey(name), pool);
  }
  return { backends, problems };
}

/** The names of resources by `backendKey`, sound or not. */
export function backendNames(resources: readonly unknown[]): ReadonlyMap<string, string> {
  const names = resources.map(nameOf).filter((name) => name !== undefined);
  return new Map(names.map((name) => [backendKey(name), name]));
}

/** The last part of `name` (a template writes `service/backend`) or of `id`. */
function nameOf(resource: unknown): string | undefined {
  if (typeof resource !== "object" || resource === null) return undefined;
  const { name, id } = resource as { readonly name?: unknown; readonly id?: unknown };
  const full = typeof name === "string" && name !== "" ? name : id;
  if (typeof full !== "string") return undefined;
  const last = full.slice(full.lastIndexOf("/") + 1);
  return last === "" ? undefined : last;
}
