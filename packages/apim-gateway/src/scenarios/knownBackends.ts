import type { Configuration } from "../resources/configuration";
import { noSuch } from "./checkNames";
import type { PoolMemberScript, Trips } from "./poolShape";
import type { Scenario } from "./scenarioShape";
import type { PlacedBackend } from "./scriptedBackends";

/** Whoever answers, and the resources that lead there. */
export interface KnownBackends {
  readonly placed: readonly PlacedBackend[];
  /** ARM resources. */
  readonly resources: readonly Resource[];
  /** Where a policy that chooses no backend forwards to. */
  readonly service: string | undefined;
}

export interface Resource {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The backend that is where policies go that choose none. */
const SERVICE = "service";

export const isPool = ({ properties }: Resource) => properties.type === "Pool";

const isUrl = (name: string) => /^https?:\/\//i.test(name) && URL.canParse(name);

/** The folder's backends with the scenario's in front of them. */
export function knownBackends(
  { backends }: Scenario,
  configuration: Configuration,
  mayAdd: boolean,
  report: (at: number, message: string) => void,
): KnownBackends {
  const resources = new Map<string, Resource>();
  for (const each of configuration.backends as readonly Resource[])
    resources.set(each.name.toLowerCase(), each);
  const ofFolder = [...resources.values()].map(({ name }) => name);
  const placed: PlacedBackend[] = [];
  for (const { name, value: script, at } of backends) {
    if (isUrl(name)) {
      placed.push({ name, url: name, script });
      continue;
    }
    const known = resources.get(name.toLowerCase());
    if (!/^[A-Za-z0-9][\w.-]*$/.test(name)) {
      report(at, `\`${name}\` is neither a name (letters, digits, \`-\`, \`_\`, \`.\`) nor an absolute URL.`);
      continue;
    }
    if (
      !mayAdd &&
      known === undefined &&
      script.pool === undefined &&
      script.url === undefined &&
      name !== SERVICE
    ) {
      report(at, `${noSuch("backend", name, ofFolder)} Or give it a \`url\`.`);
      continue;
    }
    if (script.pool !== undefined) {
      resources.set(name.toLowerCase(), { name, properties: poolOf(script.pool) });
      continue;
    }
    if (script.url !== undefined && !isUrl(script.url)) {
      report(
        at,
        `the \`url\` of \`${name}\` must be absolute, as in \`https://${name}.example\`, not \`${script.url}\`.`,
      );
      continue;
    }
    const url = script.url ?? (known?.properties.url as string | undefined) ?? `https://${name}.example`;
    if (known === undefined || script.url !== undefined || script.trips !== undefined)
      resources.set(name.toLowerCase(), {
        name,
        properties: { protocol: "http", ...known?.properties, url, ...breakerOf(script.trips) },
      });
    placed.push({ name, url, script });
  }
  const names = () => [...resources.values()].filter((each) => !isPool(each)).map(({ name }) => name);
  for (const {
    value: { pool, trips },
  } of backends)
    for (const { backend, at } of pool ?? []) {
      const member = resources.get(backend.toLowerCase());
      if (member === undefined) report(at, noSuch("backend", backend, names()));
      else if (isPool(member))
        report(at, `\`${backend}\` is a pool, and members of a pool are single backends.`);
      else if (trips !== undefined)
        resources.set(backend.toLowerCase(), {
          ...member,
          properties: { ...member.properties, ...breakerOf(trips) },
        });
    }
  // Whoever else the folder has is known by name, and has no answers.
  const scripted = new Set(placed.map(({ name }) => name.toLowerCase()));
  for (const each of resources.values())
    if (!isPool(each) && !scripted.has(each.name.toLowerCase()) && isUrl(String(each.properties.url)))
      placed.push({ name: each.name, url: String(each.properties.url), script: undefined });
  return {
    placed,
    resources: [...resources.values()],
    // A backend of the folder that happens to be called so is only that.
    service: ofFolder.includes(SERVICE) ? undefined : placed.find(({ name }) => name === SERVICE)?.url,
  };
}

const poolOf = (members: readonly PoolMemberScript[]) => ({
  type: "Pool",
  pool: {
    services: members.map(({ backend, priority, weight }) => ({
      id: `/backends/${backend}`,
      ...(priority === undefined ? {} : { priority }),
      ...(weight === undefined ? {} : { weight }),
    })),
  },
});

function breakerOf(trips: Trips | undefined): object {
  if (trips === undefined) return {};
  const { on, after, withinMs, forMs, retryAfter } = trips;
  const rule = {
    name: "trips",
    tripDuration: iso(forMs),
    acceptRetryAfter: retryAfter,
    failureCondition: { count: after, interval: iso(withinMs), statusCodeRanges: on },
  };
  return { circuitBreaker: { rules: [rule] } };
}

const iso = (ms: number) => `PT${ms / 1000}S`;
