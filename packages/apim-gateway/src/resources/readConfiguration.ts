import type { GatewayProblem } from "../ports/problem";
import { didYouMean } from "../text/closest";
import type { Configuration, ReferredKind } from "./configuration";
import type { ReportProblem } from "./fields";
import { type LooseDocuments, looseDocuments, unreachedPolicies } from "./looseDocuments";
import { readApis } from "./readApis";
import { readBackendResources } from "./readBackendResources";
import { readAuthorities, readCertificates } from "./readCertificates";
import { readDiagnostic } from "./readDiagnostic";
import { readNamedValues } from "./readNamedValues";
import { readPolicySource } from "./readPolicySource";
import { readProducts } from "./readProducts";
import { readRights } from "./readRights";
import { readService } from "./readService";
import { readSubscriptions } from "./readSubscriptions";
import { type ResourceFile, readResources } from "./resourceFile";
import { ResourceIndex, same } from "./resourceIndex";
import { readSecrets, SECRETS_FILE } from "./secrets";
import { checkTierLimits } from "./tierLimits";

export interface ConfigurationOptions {
  /** Name of the service, where the folder holds several. */
  readonly service?: string;
}

export interface ReadConfiguration {
  /** What could be read, even where there are errors; nothing where it is not clear which service is meant. */
  readonly configuration: Configuration | undefined;
  /** By file and place. With an error among them the configuration is not to be used. */
  readonly problems: readonly GatewayProblem[];
}

/**
 * Reads the resources of one service out of the texts of files. Never throws; every problem at once, and no message
 * holds a key or a secret.
 *
 * @param folder names the folder in problems that belong to no file
 */
export function readConfiguration(
  folder: string,
  texts: ReadonlyMap<string, string>,
  { service }: ConfigurationOptions = {},
): ReadConfiguration {
  const problems: GatewayProblem[] = [];
  const report: ReportProblem = (problem) => problems.push(problem);
  const secretsText = texts.get(SECRETS_FILE);
  const found = readResources(new Map([...texts].filter(([file]) => file !== SECRETS_FILE)), report);
  const { resources } = found;
  const finish = (configuration: Configuration | undefined): ReadConfiguration => ({
    configuration,
    problems: problems.sort(inOrder),
  });
  const refuse = (rule: string, message: string) => {
    report({ severity: "error", rule, file: folder, line: 1, column: 1, message });
    return finish(undefined);
  };

  const names = serviceNames(resources);
  const name = service === undefined ? names[0] : names.find((each) => same(each, service));
  const list = names.map((each) => `\`${each}\``).join(", ");
  if (service !== undefined && name === undefined)
    return refuse(
      "no-such-service",
      `There is no service \`${service}\` in this folder${names.length > 0 ? `; there is ${list}` : ""}.${didYouMean(service, names)}`,
    );
  if (service === undefined && names.length > 1)
    return refuse(
      "several-services",
      `This folder holds several services: ${list}. Say which one is meant: \`--service ${names[0]}\`, or \`service: ${names[0]}\` in a scenario.`,
    );

  const placed = withoutHomeless(
    resources.filter((each) => each.service === undefined || same(each.service, name ?? "")),
    found.loose,
  );
  const { own, loose } = placed;
  const index = new ResourceIndex(own, report);
  const tried = triedDocuments(index, loose);
  if (own.length === 0 && tried === undefined)
    return refuse(
      "nothing-to-serve",
      "There is nothing to serve in this folder: no API Management resource, and no policy.",
    );
  checkParents(index, tried !== undefined, report);
  if (tried === undefined || index.find("policies", "policy") !== undefined)
    for (const file of loose.keys()) {
      if (tried !== undefined && file.includes("/")) continue;
      const message =
        "Nothing says whose policy this is. It is one of its own only where there are no APIs and no `policy.xml` at the top; it is passed over.";
      report({ severity: "warning", rule: "unknown-file", file, line: 1, column: 1, message });
    }
  if (tried !== undefined) checkTried(tried, index, report);

  checkTierLimits(index);
  const secrets = readSecrets(secretsText, report);
  const namedValues = readNamedValues(index, secrets);
  const described = name !== undefined || index.json("").length > 0;
  const globalPolicy = tried === undefined ? readPolicySource(index.find("policies", "policy")) : undefined;
  return finish({
    service: readService(index, name, readRights(texts)),
    elsewhere: new Set(described ? [] : kindsWithout(index)),
    apis: tried?.apis ?? readApis(index),
    products: readProducts(index),
    subscriptions: readSubscriptions(index, secrets),
    namedValues,
    fragments: new Map([
      ...(tried?.fragments ?? []),
      ...index.all("policyFragments").flatMap((fragment) => {
        const source = readPolicySource(fragment);
        return source === undefined ? [] : [[fragment.names[0] as string, source] as const];
      }),
    ]),
    backends: readBackendResources(index, namedValues),
    certificates: readCertificates(index, secrets),
    authorities: readAuthorities(index),
    loggers: new Map(index.json("loggers").map(({ names: [id], root }) => [id as string, root.raw])),
    diagnostics: index.json("diagnostics").map((diagnostic) => readDiagnostic(diagnostic, index)),
    policy: globalPolicy,
  });
}

/** Tells of documents that another one hides. */
function checkTried(tried: LooseDocuments, index: ResourceIndex, report: ReportProblem): void {
  const warn = (rule: string, file: string, message: string) =>
    report({ severity: "warning", rule, file, line: 1, column: 1, message });
  for (const [file, by] of unreachedPolicies(tried))
    warn("duplicate-path", file, `No request reaches this policy: \`${by}\` serves the same path.`);
  const hidden = index.all("policyFragments").flatMap(({ names, file: by }) => {
    const loose = tried.fragments.get(names[0] as string);
    return loose === undefined ? [] : [[loose.file, by] as const];
  });
  for (const [file, by] of [...hidden, ...tried.hiddenFragments])
    warn("duplicate-fragment", file, `Nothing includes this fragment: \`${by}\` has the same name.`);
}

/** Kinds that policies refer to and of which there is none. */
function kindsWithout(index: ResourceIndex): readonly ReferredKind[] {
  const types = {
    namedValues: "namedValues",
    fragments: "policyFragments",
    loggers: "loggers",
    backends: "backends",
  } as const;
  return (Object.keys(types) as ReferredKind[]).filter((kind) => index.all(types[kind]).length === 0);
}

/** Names of the services that resources belong to, each once, in alphabetical order. A `service.json` by hand names none. */
function serviceNames(resources: readonly ResourceFile[]): readonly string[] {
  const names = new Map<string, string>();
  for (const { service } of resources)
    if (service !== undefined) names.set(service.toLowerCase(), names.get(service.toLowerCase()) ?? service);
  return [...names.values()].sort();
}

/** What is configured by JSON of these types is somebody's service, in which every policy has its place. */
const describing = new Set(["", "apis", "apis/operations", "products", "products/apis", "subscriptions"]);

/**
 * Of a folder that describes no service, as a repository of policies is, files that only by their paths seem to be
 * policies of something join the loose ones: `policies/orders.xml`, `apis/orders.xml`. A `policy.xml` at the top stays.
 */
function withoutHomeless(own: readonly ResourceFile[], loose: ReadonlyMap<string, string>) {
  const isDescribed = own.some(({ form, type }) => form === "json" && describing.has(type));
  const isHomeless = ({ file, form, type }: ResourceFile) =>
    !isDescribed && form === "xml" && file.includes("/") && /(?:^|\/)policies$/.test(type);
  const homeless = own.flatMap((each) =>
    each.form === "xml" && isHomeless(each) ? [[each.file, each.text] as const] : [],
  );
  return {
    own: own.filter((each) => !isHomeless(each)),
    loose: new Map([...loose, ...homeless]),
  };
}

/** Of a folder without APIs whose policy, if it has one, is a file at the top. */
function triedDocuments(
  index: ResourceIndex,
  loose: ReadonlyMap<string, string>,
): LooseDocuments | undefined {
  if (index.all("apis").length > 0) return undefined;
  const policy = index.find("policies", "policy");
  if (policy === undefined) return loose.size === 0 ? undefined : looseDocuments(loose);
  if (policy.form !== "xml" || policy.file.includes("/")) return undefined;
  const below = [...loose].filter(([file]) => file.includes("/"));
  return looseDocuments(new Map([[policy.file, policy.text], ...below]));
}

const parents = [
  ["apis/operations", "apis"],
  ["apis/policies", "apis"],
  ["apis/diagnostics", "apis"],
  ["apis/operations/policies", "apis/operations"],
  ["products/apis", "products"],
  ["products/apiLinks", "products"],
  ["products/policies", "products"],
] as const;

/** What belongs to something that is not there would be read by nobody. */
function checkParents(index: ResourceIndex, isSingle: boolean, report: ReportProblem): void {
  for (const [type, parent] of parents)
    for (const { file, names } of index.all(type)) {
      const above = names.slice(0, parent.split("/").length);
      if (index.has(parent, ...above)) continue;
      const message = `This belongs to \`${parent
        .split("/")
        .map((part, at) => `${part}/${above[at]}`)
        .join("/")}\`, which does not exist.`;
      report({ severity: "error", rule: "missing-parent", file, line: 1, column: 1, message });
    }
  const policies = (
    ["policies", "apis/policies", "apis/operations/policies", "products/policies"] as const
  ).flatMap((type) => index.all(type));
  for (const { file, names } of policies)
    if (!isSingle && !same(names.at(-1) as string, "policy")) {
      const message = "A policy resource is called `policy`.";
      report({ severity: "error", rule: "policy-name", file, line: 1, column: 1, message });
    }
}

function inOrder(a: GatewayProblem, b: GatewayProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
