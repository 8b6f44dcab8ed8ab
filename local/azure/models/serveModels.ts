import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Catalogue,
  lifecycleIn,
  type State,
  type VersionRecord,
} from "../../../infra/topology/catalogue/catalogue";
import type { WorldSettings } from "../settings";
import { stageOf } from "./modelEvents";

/** What Azure Resource Manager answers instead, to requests whose path holds a text. */
export interface AnswerFault {
  readonly path: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How often. @default always */
  readonly times?: number;
}

export interface ModelServerOptions {
  /** What this Azure offers. */
  readonly catalogue: Catalogue;
  /** What happened to models in this world. */
  readonly settings: Pick<WorldSettings, "models" | "subscriptionId">;
  /** Region → the name that Azure shows; absent: every region that offers anything, by its short name. */
  readonly regions?: Readonly<Record<string, string>>;
  readonly faults?: readonly AnswerFault[];
  /** Items of a page. @default 50 */
  readonly page?: number;
}

export interface ModelServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Path and query of every request, in the order in which they came. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

const lifecycleStatus: Readonly<Record<State, string>> = {
  preview: "Preview",
  available: "GenerallyAvailable",
  legacy: "Legacy",
  deprecated: "Deprecating",
  retired: "Deprecated",
};

/**
 * Azure's models and capacities APIs over loopback: shapes as in Azure/azure-rest-api-specs (Microsoft.CognitiveServices,
 * 2025-06-01: ListLocationModels, ListLocationBasedModelCapacities) and the JavaScript SDK's types, in pages.
 */
export async function serveModels(options: ModelServerOptions): Promise<ModelServer> {
  const requests: string[] = [];
  const left = new Map(
    (options.faults ?? []).map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]),
  );
  let url = "";
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push(path);
    const fault = [...left].find(([{ path: part }, times]) => times > 0 && path.includes(part))?.[0];
    if (fault !== undefined) {
      left.set(fault, (left.get(fault) ?? 0) - 1);
      response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
      response.end(fault.body ?? error("Fault", "On cue."));
      return;
    }
    const [status, body] = answer(request, new URL(path, url), options);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

type Answer = readonly [status: number, body: string];

const error = (code: string, message: string) => JSON.stringify({ error: { code, message } });

function answer(request: IncomingMessage, url: URL, options: ModelServerOptions): Answer {
  if (!/^Bearer .+/.test(request.headers.authorization ?? ""))
    return [
      401,
      error("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."),
    ];
  const [, subscription, rest = ""] =
    /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.CognitiveServices(.*)$/.exec(url.pathname) ?? [];
  if (subscription !== options.settings.subscriptionId)
    return [404, error("SubscriptionNotFound", `The subscription '${subscription}' could not be found.`)];
  const regions =
    options.regions ?? Object.fromEntries(regionsOf(options.catalogue).map((name) => [name, name]));
  if (rest === "") return [200, JSON.stringify(provider(Object.values(regions)))];
  const [, region] = /^\/locations\/([^/]+)\/models$/.exec(rest) ?? [];
  if (region !== undefined) return [200, pageOf(modelsOf(region, options), url, options.page ?? 50)];
  if (rest === "/modelCapacities")
    return [200, pageOf(capacitiesOf(url.searchParams, regions, options), url, options.page ?? 50)];
  return [404, error("NotFound", `The local Azure does not answer ${rest}.`)];
}

const provider = (locations: readonly string[]) => ({
  namespace: "Microsoft.CognitiveServices",
  registrationState: "Registered",
  resourceTypes: [
    { resourceType: "accounts", locations },
    { resourceType: "locations/models", locations },
  ],
});

/** Every region that offers anything. */
function regionsOf({ models }: Catalogue): string[] {
  const offers = Object.values(models).flatMap((versions) => Object.values(versions));
  return [...new Set(offers.flatMap((record) => Object.values(record.offers ?? {}).flat()))].sort();
}

function pageOf(items: readonly unknown[], url: URL, size: number): string {
  const start = Number(url.searchParams.get("$skipToken") ?? 0);
  const next = new URL(url);
  next.searchParams.set("$skipToken", String(start + size));
  const more = start + size < items.length;
  return JSON.stringify({ value: items.slice(start, start + size), ...(more && { nextLink: next.href }) });
}

/** A model stands in the list once for each kind of account. */
function modelsOf(region: string, { catalogue, settings }: ModelServerOptions): unknown[] {
  return versionsOf(catalogue).flatMap(({ name, version, record }) => {
    const skus = Object.entries(record.offers ?? {}).filter(([, regions]) => regions?.includes(region));
    if (skus.length === 0) return [];
    const life = lifecycleIn(catalogue, name, version, region);
    const event = stageOf(settings.models, name, version, region);
    const state = event?.state ?? life?.state ?? "available";
    const retires = event?.state === "retired" ? event.since : life?.retires;
    const [target, targetVersion] = life?.successor?.split(" ") ?? [];
    const model = {
      format: "OpenAI",
      name,
      version,
      lifecycleStatus: lifecycleStatus[state],
      capabilities: capabilities[record.kind ?? "chat"],
      ...(retires !== undefined && { deprecation: { inference: `${retires}T00:00:00Z` } }),
      ...(target !== undefined && {
        replacementConfig: { targetModelName: target, targetModelVersion: targetVersion },
      }),
      skus: skus.map(([sku]) => skuOf(sku, name, record, region)),
    };
    return ["OpenAI", "AIServices"].map((kind) => ({ kind, skuName: "S0", model }));
  });
}

const capabilities = {
  chat: { chatCompletion: "true" },
  embedding: { embeddings: "true" },
  other: { audio: "true" },
} as const;

function skuOf(sku: string, model: string, record: VersionRecord, region: string): unknown {
  const sizes = { ...record.sizes, ...record.regions?.[region]?.sizes } as Record<string, readonly number[]>;
  const [minimum, step] = sizes[sku] ?? [];
  const shared = sku.endsWith("ProvisionedManaged");
  return {
    name: sku,
    usageName: shared ? `OpenAI.${sku}` : `OpenAI.${sku}.${model}`,
    capacity: { ...(minimum !== undefined && { minimum, step }), maximum: 100_000, default: 100 },
  };
}

function capacitiesOf(
  query: URLSearchParams,
  regions: Readonly<Record<string, string>>,
  { catalogue, settings }: ModelServerOptions,
): unknown[] {
  const [name, version] = [query.get("modelName") ?? "", query.get("modelVersion") ?? ""];
  const model = { format: "OpenAI", name, version };
  const record = versionsOf(catalogue).find((each) => each.name === name && each.version === version)?.record;
  return Object.entries(record?.offers ?? {}).flatMap(([sku, offering]) =>
    (offering ?? [])
      .filter((region) => stageOf(settings.models, name, version, region)?.state !== "retired")
      .map((region) => ({
        id: `/subscriptions/${settings.subscriptionId}/providers/Microsoft.CognitiveServices/locations/${region}/models/OpenAI.${name}.${version}/skuCapacities/${sku}`,
        type: "Microsoft.CognitiveServices/locations/models/skuCapacities",
        name: sku,
        location: regions[region] ?? region,
        properties: { model, skuName: sku, availableCapacity: 1000 },
      })),
  );
}

const versionsOf = ({ models }: Catalogue) =>
  Object.entries(models).flatMap(([name, versions]) =>
    Object.entries(versions).map(([version, record]) => ({ name, version, record })),
  );
