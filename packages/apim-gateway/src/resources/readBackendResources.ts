import { readBackends } from "../backends/readBackends";
import type { NamedValue } from "../xml/namedValues";
import { withNamedValues } from "./backendSecrets";
import type { JsonPath } from "./json";
import type { JsonResource } from "./resourceFile";
import type { ResourceIndex } from "./resourceIndex";

/** The backends as ARM has them: files by hand get their envelope. What the service would refuse is reported. */
export function readBackendResources(
  index: ResourceIndex,
  namedValues: ReadonlyMap<string, NamedValue>,
): readonly unknown[] {
  const files = new Map<string, JsonResource>();
  const resources = index.json("backends").map((resource) => {
    const name = resource.names[0] as string;
    files.set(name, resource);
    return { ...resource.root.raw, name, properties: withNamedValues(resource.properties, namedValues) };
  });
  for (const { backend, path, message } of readBackends(resources).problems) {
    const resource = files.get(backend);
    if (resource === undefined) continue;
    const isShort = resource.properties === resource.root;
    resource.root.faultAt(
      isShort ? keysOf(path).slice(1) : keysOf(path),
      `\`${path}\`: ${message}.`,
      "backend",
    );
  }
  return resources;
}

/** `properties.pool.services[2].id` as keys. */
function keysOf(path: string): JsonPath {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
