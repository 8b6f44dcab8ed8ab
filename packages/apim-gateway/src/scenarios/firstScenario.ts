import { join, relative, resolve, sep } from "node:path";
import type { Configuration } from "../resources/configuration";
import { loadConfiguration } from "../resources/loadConfiguration";
import { readDefined } from "./readScenario";
import { runOnce } from "./runOnce";
import type { ScenarioInput } from "./scenarioInput";

/** A first scenario, and what it is about. */
export interface FirstScenario {
  readonly text: string;
  /** Path of the policy, or `.` for the folder as a whole. */
  readonly subject: string;
}

/** How often the scenario is run to find out whom the policies call. */
const MOST_ROUNDS = 10;

/**
 * A scenario of what a folder does today: one request, whom it calls, and the status that comes back. Found out by running
 * it, with backends that answer everything.
 *
 * @returns why there can be none, in a sentence, or the scenario
 */
export async function firstScenario(folder: string): Promise<FirstScenario | string> {
  const { configuration, problems } = loadConfiguration(folder);
  if (configuration === undefined)
    return (
      problems.map(({ file, message }) => `${file}: ${message}`).join("\n") ||
      "There is nothing to run in this folder."
    );
  const [api] = configuration.apis;
  if (api === undefined) return "There is no API and no policy in this folder.";
  const subject = subjectOf(configuration);
  const request = requestOf(configuration);
  let backends = knownBackends(configuration);
  let calls: readonly string[] = [];
  let status = 200;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const defined: ScenarioInput = {
      scenario: "first",
      ...subject,
      backends: Object.fromEntries(backends.map((name) => [name, { json: {} }])),
      send: request,
      expect: { status: 100 },
    };
    const { scenario, place } = readDefined(defined, "first");
    if (scenario === undefined) return "No scenario could be made for this folder.";
    const run = await runOnce({ scenario, dir: folder, file: "first", place });
    if (run.problems.length > 0)
      return run.problems
        .map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)
        .join("\n");
    status = Number(/^\d+/.exec(run.failures.find(({ path }) => path === "status")?.seen ?? "")?.[0] ?? 200);
    const unknown = run.calls
      .filter((each) => each.backend === undefined)
      .map(({ url }) => new URL(url).origin);
    calls = run.calls.flatMap(({ backend }) => backend ?? []);
    if (unknown.length === 0) break;
    backends = [...backends, ...unknown.filter((each, index) => unknown.indexOf(each) === index)];
  }
  const lasting = backends.filter((name) => calls.includes(name));
  return {
    subject: subject.policy ?? ".",
    text: textOf(subject, lasting, request, status, calls, schemaPath(folder)),
  };
}

type Subject =
  | { readonly policy: string; readonly resources?: undefined }
  | { readonly resources: string; readonly policy?: undefined };

/** One policy at the top runs alone; anything else is a whole. */
function subjectOf({ apis, policy }: Configuration): Subject {
  const [api] = apis;
  const isLoose =
    policy === undefined &&
    api?.policy?.file.match(/^[^/#]+\.xml$/) !== null &&
    api?.serviceUrl === undefined;
  return isLoose && api?.policy !== undefined ? { policy: api.policy.file } : { resources: "." };
}

interface FirstRequest {
  readonly GET?: string;
  readonly POST?: string;
  readonly json?: unknown;
  readonly subscription?: string;
}

function requestOf({ apis, subscriptions, policy }: Configuration): FirstRequest {
  const [api] = apis;
  const operation = api?.operations[0];
  const isAlone = policy === undefined && api?.operations[0]?.id === "everything";
  const base = isAlone || api === undefined || api.path === "" ? "" : `/${api.path}`;
  const template = operation?.urlTemplate.split("?")[0]?.replace(/\/?\*$/, "") ?? "/";
  const path = `${base}${template.replace(/\{([^{}*]+)\*?\}/g, "$1")}` || "/";
  const subscription = subscriptions.find(
    ({ state, primaryKey }) => state === "active" && primaryKey !== undefined,
  )?.id;
  // A policy that asks for the caller's subscription fails without one.
  if (isAlone && api?.policy?.text.includes("context.Subscription."))
    return { GET: path, subscription: "app" };
  const caller = subscription === undefined || api?.subscriptionRequired === false ? {} : { subscription };
  return operation?.method === "GET" || isAlone
    ? { GET: path, ...caller }
    : { POST: path, json: {}, ...caller };
}

/** Names that policies write down and the folder does not have, with what it has. */
function knownBackends({ backends, apis, fragments, products, policy }: Configuration): readonly string[] {
  const ofFolder = (
    backends as readonly { readonly name: string; readonly properties?: { readonly type?: string } }[]
  )
    .filter(({ properties }) => properties?.type !== "Pool")
    .map(({ name }) => name);
  const all = (backends as readonly { readonly name: string }[]).map(({ name }) => name.toLowerCase());
  const documents = [
    policy,
    ...apis.map((each) => each.policy),
    ...products.map((each) => each.policy),
    ...fragments.values(),
  ];
  const isAlone = apis[0]?.operations[0]?.id === "everything";
  const written = documents.flatMap((document) =>
    [...(document?.text ?? "").matchAll(/backend-id\s*=\s*"([A-Za-z0-9_-]+)"/g)].map(([, name = ""]) => name),
  );
  const added = isAlone ? ["service", ...written.filter((name) => !all.includes(name.toLowerCase()))] : [];
  return [...new Set([...ofFolder, ...added])];
}

function textOf(
  subject: Subject,
  backends: readonly string[],
  request: FirstRequest,
  status: number,
  calls: readonly string[],
  schema: string | undefined,
): string {
  const { stringify } = require("yaml") as typeof import("yaml");
  const quoted = (name: string) => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));
  const lines = [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`]),
    `scenario: a request is answered with ${status}`,
    stringify(subject).trimEnd(),
    ...(backends.length === 0
      ? []
      : [
          "",
          "# What backends answer. A list is used up in order, one answer is given every time.",
          "backends:",
          ...backends.map((name) => `  ${quoted(name)}: { json: {} }`),
        ]),
    "",
    "send:",
    ...stringify(request)
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    "",
    "expect:",
    `  status: ${status}`,
    `  calls: [${calls.map(quoted).join(", ")}]`,
    "",
  ];
  return lines.join("\n");
}

/** Where editors find the schema, from the folder; `undefined` where this package is not installed above it. */
function schemaPath(folder: string): string | undefined {
  const own = resolve(__dirname, "../..");
  const installedIn = own.split(`${sep}node_modules${sep}`)[0] as string;
  const from = resolve(folder);
  if (installedIn === own || !from.startsWith(installedIn + sep)) return undefined;
  return relative(from, join(own, "scenario.schema.json")).replaceAll("\\", "/");
}
