import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import type { GatewayProblem } from "../ports/problem";
import type { Api, Configuration, PolicySource, Subscription } from "../resources/configuration";
import { loadConfiguration } from "../resources/loadConfiguration";
import { looseDocuments } from "../resources/looseDocuments";
import { readFolder } from "../resources/readFolder";
import { didYouMean } from "../text/closest";
import { checkNames, noSuch } from "./checkNames";
import { isPool, knownBackends } from "./knownBackends";
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
  const { policy, resources, service, fragment, section, operation, places } = scenario.parts;
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
  const callers = isWhole ? [] : callersOf(scenario);
  let configuration: Configuration | undefined = isWhole ? loaded.configuration : undefined;
  if (policy !== undefined) {
    const source = readPolicy(resolve(dir, policy), folder);
    if (typeof source === "string") report("policy", source);
    else
      configuration = alone(
        base,
        section === undefined ? source : onlySection(source, section),
        callers,
        operation,
      );
  } else if (fragment !== undefined) {
    if (base.fragments.has(fragment)) configuration = alone(base, including(fragment), callers, operation);
    else report("fragment", noSuch("fragment", fragment, [...base.fragments.keys()]));
  }
  const given = new Map(
    scenario.parts.namedValues?.map(({ name, value }) => [name, { value, secret: false }]) ?? [],
  );
  const known = knownBackends(
    scenario,
    base,
    !isWhole,
    (at, message) => void problems.push(reportAt(at, message)),
  );
  const all = known.resources;
  const found = {
    backends: [...new Set([...known.placed, ...all.filter((each) => !isPool(each))].map(({ name }) => name))],
    pools: all.filter(isPool).map(({ name }) => name),
    subscriptions: (isWhole ? base.subscriptions : callers).map(({ id }) => id),
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

/** With the fragments that lie beside a policy: a folder that is served has them in `fragments`. */
function withLooseFragments(configuration: Configuration, folder: string): Configuration {
  const { texts } = readFolder(folder);
  const beside = [...texts].filter(([file]) => /^[^/]+\.xml$/i.test(file));
  const { fragments } = looseDocuments(new Map(beside));
  return { ...configuration, fragments: new Map([...fragments, ...configuration.fragments]) };
}

/** The policy as that of an API that takes every call, at the scope of an API. */
function alone(
  base: Configuration,
  policy: PolicySource,
  subscriptions: readonly Subscription[],
  operation: string | undefined,
): Configuration {
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
      ...(operation === undefined
        ? []
        : [
            {
              id: "operation",
              displayName: "operation",
              method: "*",
              urlTemplate: operation,
              policy: undefined,
            },
          ]),
      { id: "everything", displayName: "Every call", method: "*", urlTemplate: "/*", policy: undefined },
    ],
    policy,
    diagnostics: [],
  };
  return { ...base, apis: [api], products: [], subscriptions, policy: undefined };
}

/** Where no resources say whose subscriptions there are, a request has the one that it names. */
function callersOf({ steps }: Scenario): readonly Subscription[] {
  const names = steps.flatMap(({ send }) => send.subscription ?? []);
  return [...new Set(names)].map((id) => ({
    id,
    displayName: id,
    state: "active",
    scope: { kind: "all" },
    primaryKey: `key-of-${id}`,
    secondaryKey: undefined,
    allowTracing: false,
    user: undefined,
  }));
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
    if (code === "EISDIR")
      return `\`policy\` is a folder. Name the file in it, or write \`resources: ${file || "."}\` for the whole.`;
    return code === "ENOENT"
      ? `there is no policy \`${file}\`.${didYouMean(basename(path), documentsBeside(path))} The path counts from the folder of this file.`
      : `the policy \`${file}\` cannot be read (${code ?? "unknown error"}).`;
  }
}

/** Names of the XML files where a path leads. */
function documentsBeside(path: string): readonly string[] {
  try {
    return readdirSync(dirname(path)).filter((name) => /\.xml$/i.test(name));
  } catch {
    return [];
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
  elsewhere: new Set(["namedValues", "fragments", "loggers", "backends"]),
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
