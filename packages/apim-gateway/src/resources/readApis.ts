import type { Api } from "./configuration";
import type { ResourceFields } from "./fields";
import { readDiagnostic } from "./readDiagnostic";
import { readOperations } from "./readOperations";
import { readPolicySource } from "./readPolicySource";
import { readVersioning } from "./readVersioning";
import type { JsonResource } from "./resourceFile";
import { type ResourceIndex, same } from "./resourceIndex";

/** Names of the key's header and query parameter where an API says nothing (documented). */
export const KEY_NAMES = { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" };

/** Every API, each revision as one of its own, as ARM has them (`apis/orders;rev=2`). */
export function readApis(index: ResourceIndex): readonly Api[] {
  const apis: Api[] = [];
  const files = new Map<Api, ResourceFields>();
  for (const resource of index.json("apis")) {
    const api = readApi(resource, index);
    if (api === undefined) continue;
    apis.push(api);
    files.set(api, resource.properties);
  }
  for (const [position, api] of apis.entries()) {
    const other = apis.slice(0, position).find((candidate) => answersTheSame(candidate, api));
    if (other !== undefined)
      files
        .get(api)
        ?.fault("path", `API \`${other.id}\` has the same path, version and revision.`, "duplicate-path");
  }
  return apis;
}

function readApi(resource: JsonResource, index: ResourceIndex): Api | undefined {
  const { properties } = resource;
  const id = resource.names[0] as string;
  const named = /;rev=(.+)$/is.exec(id)?.[1];
  const kind = properties.text("type") ?? properties.text("apiType");
  if (kind !== undefined && /^(?:websocket|graphql|grpc|odata|mcp|a2a)$/i.test(kind))
    return properties.warn(
      properties.has("type") ? "type" : "apiType",
      `This gateway serves HTTP APIs only; the \`${kind}\` API \`${id}\` is left out.`,
      "unsupported-api",
    );
  const path = pathOf(properties);
  const names = properties.object("subscriptionKeyParameterNames");
  const operations = readOperations(id, index);
  if (operations.length === 0)
    properties.warn(
      undefined,
      `API \`${id}\` has no operations: every call is answered with 404.`,
      "no-operations",
    );
  const api = {
    id,
    displayName: properties.text("displayName") ?? id,
    revision: properties.text("apiRevision") ?? named ?? "1",
    isCurrent: properties.flag("isCurrent") ?? named === undefined,
    ...readVersioning(properties, index),
    serviceUrl: serviceUrlOf(properties),
    protocols: properties.texts("protocols") ?? ["https"],
    // "By default when you create an API, a subscription key is required": Subscriptions in API Management.
    subscriptionRequired: properties.flag("subscriptionRequired") ?? true,
    keyNames: {
      header: names?.text("header") || KEY_NAMES.header,
      query: names?.text("query") || KEY_NAMES.query,
    },
    operations,
    policy: readPolicySource(index.find("apis/policies", id, "policy")),
    diagnostics: index
      .below("apis/diagnostics", [id])
      .flatMap((diagnostic) => (diagnostic.form === "json" ? [readDiagnostic(diagnostic, index)] : [])),
  };
  return path === undefined ? undefined : { ...api, path };
}

function pathOf(properties: ResourceFields): string | undefined {
  const path = properties.text("path");
  if (path === undefined)
    return properties.has("path") ? undefined : properties.fault(undefined, "`path` is missing.");
  if (/[?#*{}\s]|;rev=/i.test(path))
    return properties.fault(
      "path",
      "The path of an API holds no `?`, `#`, `*`, brace, space or `;rev=`.",
      "path",
    );
  return path.replace(/^\/+|(?<!\/)\/+$/g, "");
}

function serviceUrlOf(properties: ResourceFields): string | undefined {
  const url = properties.text("serviceUrl");
  if (url === undefined || url === "") return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return url;
  return properties.fault("serviceUrl", "`serviceUrl` must be an absolute HTTP address.", "service-url");
}

/** Two current APIs of one path, unless a version tells them apart; two revisions of one number. */
function answersTheSame(a: Api, b: Api): boolean {
  if (!same(a.path, b.path) || a.version !== b.version) return false;
  if (a.isCurrent && b.isCurrent) return true;
  return a.revision === b.revision && a.isCurrent === b.isCurrent;
}
