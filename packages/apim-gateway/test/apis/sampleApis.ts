import type { Call } from "../../src/apis/call";
import { compileApis } from "../../src/apis/compileApis";
import { Headers } from "../../src/messages/headers";
import { Url } from "../../src/messages/url";
import type {
  Api,
  ApiOperation,
  Configuration,
  Product,
  Subscription,
} from "../../src/resources/configuration";
import { apiSettings } from "../../src/settings/apis";
import { defaultsOf } from "../../src/settings/row";

/** An operation that is called what it matches: `GET /things/{id}`. */
export function operation(text: string): ApiOperation {
  const [method = "", urlTemplate = ""] = text.split(" ");
  return { id: text, displayName: text, method, urlTemplate, policy: undefined };
}

export function api(path: string, operations: readonly string[], more: Partial<Api> = {}): Api {
  return {
    id: path === "" ? "root" : path,
    displayName: path,
    path,
    revision: "1",
    isCurrent: true,
    version: undefined,
    versioning: undefined,
    serviceUrl: undefined,
    protocols: ["https"],
    subscriptionRequired: true,
    keyNames: { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" },
    operations: operations.map(operation),
    policy: undefined,
    diagnostics: [],
    ...more,
  };
}

export function product(id: string, apis: readonly string[], more: Partial<Product> = {}): Product {
  return {
    id,
    displayName: id,
    published: true,
    subscriptionRequired: true,
    apis: new Set(apis),
    policy: undefined,
    ...more,
  };
}

export function subscription(
  id: string,
  scope: Subscription["scope"],
  more: Partial<Subscription> = {},
): Subscription {
  return {
    id,
    displayName: id,
    state: "active",
    scope,
    primaryKey: `${id}-1`,
    secondaryKey: `${id}-2`,
    allowTracing: false,
    user: undefined,
    ...more,
  };
}

export function configuration(more: Partial<Configuration>): Configuration {
  return {
    service: {
      id: "/service/apim",
      name: "apim",
      location: "westeurope",
      gateway: "v2",
      identities: undefined,
    },
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
    ...more,
  };
}

/** `GET /things?x=1` as a call. */
export function call(text: string, headers: Readonly<Record<string, string>> = {}): Call {
  const [method = "", target = ""] = text.split(" ");
  const [path = "", query = ""] = target.split("?");
  const url = new Url("https", "gateway.example", 443, path, query);
  return { method, path, query: url.query, headers: Headers.of(headers) };
}

export type Settings = Readonly<Record<string, string>>;

/** What a request finds, in short: the operation with what it matched, or what else. */
export function finder(apis: readonly Api[], settings: Settings = {}) {
  const table = compileApis({ apis }, { ...defaultsOf(apiSettings), ...settings });
  return (text: string, headers?: Readonly<Record<string, string>>): string => {
    const found = table.find(call(text, headers));
    if (found.kind === "notFound") return `404 ${found.api?.id ?? "-"}`;
    if (found.kind === "preflight") return `preflight ${found.api.id} ${found.operation?.id ?? "-"}`;
    const parameters = [...found.matchedParameters].map(([name, value]) => ` ${name}=${value}`).join("");
    return `${found.api.id}: ${found.operation.id}${parameters}`;
  };
}
