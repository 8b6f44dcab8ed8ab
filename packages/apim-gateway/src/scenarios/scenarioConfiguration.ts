import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { GatewayProblem } from "../ports/problem";
import type { Api, Configuration, PolicySource } from "../resources/configuration";
import { loadConfiguration } from "../resources/loadConfiguration";
import { looseDocuments } from "../resources/looseDocuments";
import { readFolder } from "../resources/readFolder";
import type { PoolMemberScript, Trips } from "./backendShape";
import { checkNames, noSuch } from "./checkNames";
import { onlySection } from "./onlySection";
import type { Scenario } from "./scenarioShape";
import type { PlacedBackend } from "./scriptedBackends";

export interface ScenarioConfiguration {
  /** `undefined` where it cannot run. */
  readonly configuration: Configuration | undefined;
  /** Whoever answers, the scenario's own and the folder's. */
  readonly backends: readonly PlacedBackend[];
  readonly problems: readonly GatewayProblem[];
}

/** A mistake of the scenario, at an offset of its text. */
export type ReportAt = (at: number, message: string) => GatewayProblem;

/**
 * What a scenario runs: the resources of its folder, or one policy alone with what the folder has for it. Never throws.
 *
 * @param dir of the scenario's file
 */
export function scenarioConfiguration(
  scenario: Scenario,
  dir: string,
  reportAt: ReportAt,
): ScenarioConfiguration {
  const { policy, resources, service, fragment, section, places } = scenario.parts;
  const problems: GatewayProblem[] = [];
  const report = (key: string, message: string) => void problems.push(reportAt(places[key] ?? 0, message));
  // What lies above the scenario has its fragments beside it; what lies below has them where the scenario is.
  const above = policy?.startsWith("..") ? dirname(resolve(dir, policy)) : dir;
  const folder = resources === undefined ? above : resolve(dir, resources);
  const loaded = loadConfiguration(folder, service === undefined ? {} : { service });
  const isWhole = policy === undefined && fragment === undefined;
  for (const problem of isWhole ? loaded.problems.filter(({ severity }) => severity === "error") : [])
    if (problem.file === folder) report("resources", problem.message);
    else problems.push(problem);
  // A policy alone has the folder's backends, whatever else is wrong there.
  if (!isWhole)
    problems.push(
      ...loaded.problems.filter(({ rule, severity }) => rule === "backend" && severity === "error"),
    );
  const base = isWhole
    ? (loaded.configuration ?? emptyConfiguration)
    : withLooseFragments(loaded.configuration ?? emptyConfiguration, folder);
  let configuration: Configuration | undefined = isWhole ? loaded.configuration : undefined;
  if (policy !== undefined) {
    const source = readPolicy(resolve(dir, policy), folder);
    if (typeof source === "string") report("policy", source);
    else configuration = alone(base, section === undefined ? source : onlySection(source, section));
  } else if (fragment !== undefined) {
    if (base.fragments.has(fragment)) configuration = alone(base, including(fragment));
    else report("fragment", noSuch("fragment", fragment, [...base.fragments.keys()]));
  }
  const given = new Map(
    scenario.parts.namedValues?.map(({ name, value }) => [name, { value, secret: false }]) ?? [],
  );
  const known = withBackends(
    scenario,
    base,
    !isWhole,
    (at, message) => void problems.push(reportAt(at, message)),
  );
  const all = known.resources as readonly Resource[];
  const found = {
    backends: [...new Set([...known.placed, ...all.filter((each) => !isPool(each))].map(({ name }) => name))],
    pools: all.filter(isPool).map(({ name }) => name),
    subscriptions: isWhole ? base.subscriptions.map(({ id }) => id) : [],
  };
  checkNames(scenario, found, (at, message) => void problems.push(reportAt(at, message)));
  if (configuration === undefined) return { configuration, backends: [], problems };
  return {
    configuration: {
      ...configuration,
      namedValues: new Map([...configuration.namedValues, ...given]),
      backends: known.resources,
      apis:
        known.service === undefined
          ? configuration.apis
          : configuration.apis.map((api) => ({ ...api, serviceUrl: known.service })),
    },
    backends: known.placed,
    problems,
  };
}

interface KnownBackends {
  readonly placed: readonly PlacedBackend[];
  /** ARM resources. */
  readonly resources: readonly unknown[];
  /** Where a policy that chooses no backend forwards to. */
  readonly service: string | undefined;
}

interface Resource {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The backend that is where policies go that choose none. */
const SERVICE = "service";

const isPool = ({ properties }: Resource) => properties.type === "Pool";

const isUrl = (name: string) => /^https?:\/\//i.test(name) && URL.canParse(name);

/** The folder's backends with the scenario's in front of them. */
function withBackends(
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

/** With the fragments that lie beside a policy: a folder that is served has them in `fragments`. */
function withLooseFragments(configuration: Configuration, folder: string): Configuration {
  const { texts } = readFolder(folder);
  const beside = [...texts].filter(([file]) => /^[^/]+\.xml$/i.test(file));
  const { fragments } = looseDocuments(new Map(beside));
  return { ...configuration, fragments: new Map([...fragments, ...configuration.fragments]) };
}

/** The policy as that of an API that takes every call, at the scope of an API. */
function alone(base: Configuration, policy: PolicySource): Configuration {
  const api: Api = {
    id: "policy",
    displayName: "policy",
    path: "",
    revision: "1",
    isCurrent: true,
    version: undefined,
    versioning: undefined,
    serviceUrl: undefined,
    protocols: ["http", "https"],
    subscriptionRequired: false,
    keyNames: { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" },
    operations: [
      { id: "everything", displayName: "Every call", method: "*", urlTemplate: "/*", policy: undefined },
    ],
    policy,
    diagnostics: [],
  };
  return { ...base, apis: [api], products: [], subscriptions: [], policy: undefined };
}

const including = (fragment: string): PolicySource => ({
  file: `(${fragment} alone)`,
  format: "rawxml",
  text: `<policies><inbound><include-fragment fragment-id="${fragment}" /></inbound><backend /><outbound /><on-error /></policies>`,
});

/** @returns why it cannot be read, or what it is */
function readPolicy(path: string, folder: string): PolicySource | string {
  const file = relative(folder, path).replaceAll("\\", "/");
  try {
    return { file, format: "rawxml", text: readFileSync(path, "utf8") };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? `there is no policy \`${file}\`. The path counts from the folder of this file.`
      : `the policy \`${file}\` cannot be read (${code ?? "unknown error"}).`;
  }
}

const emptyConfiguration: Configuration = {
  service: {
    id: "/subscriptions/local/resourceGroups/local/providers/Microsoft.ApiManagement/service/local",
    name: "local",
    location: "local",
    gateway: "classic",
    identities: undefined,
  },
  elsewhere: new Set(["namedValues", "fragments", "loggers"]),
  apis: [],
  products: [],
  subscriptions: [],
  namedValues: new Map(),
  fragments: new Map(),
  backends: [],
  certificates: [],
  authorities: { roots: [], intermediates: [] },
  loggers: new Map(),
  diagnostics: [],
  policy: undefined,
};
