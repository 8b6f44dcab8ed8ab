/** What a file of resources is about. */
export interface Identity {
  /** Name of the service, where the file says so. */
  readonly service: string | undefined;
  /** ARM type below `Microsoft.ApiManagement/service`; empty for the service itself. */
  readonly type: ResourceKind;
  /** One name for each part of the type. */
  readonly names: readonly string[];
}

/**
 * `other`: it has nothing to do with the gateway; `unsupported`: it has, and this gateway does not read it; `unknown`:
 * nothing says what it is.
 */
export type Identified =
  | { readonly kind: "resource"; readonly identity: Identity }
  | { readonly kind: "other" }
  | { readonly kind: "unsupported"; readonly type: string }
  | { readonly kind: "unknown" };

export const resourceTypes = [
  "",
  "apis",
  "apis/operations",
  "apis/policies",
  "apis/operations/policies",
  "apis/diagnostics",
  "apiVersionSets",
  "products",
  "products/apis",
  "products/apiLinks",
  "products/policies",
  "subscriptions",
  "namedValues",
  "policyFragments",
  "backends",
  "certificates",
  "loggers",
  "diagnostics",
  "policies",
  "users",
] as const;
export type ResourceKind = (typeof resourceTypes)[number];

/** Types that say nothing about how a request is handled: documentation, the developer portal, the management side. */
const withoutEffect =
  /^(?:groups(?:\/users)?|tags(?:\/.*)?|.*\/(?:tags|tagDescriptions|wikis|groups|groupLinks|releases|schemas|issues(?:\/.*)?)|schemas|templates|notifications(?:\/.*)?|portal\w*(?:\/.*)?|contentTypes(?:\/.*)?|documentations|identityProviders|authorizationServers|openidConnectProviders|privateEndpointConnections|tenant|settings|apis\/attachments|workspaceLinks)$/is;

const canonical: ReadonlyMap<string, ResourceKind> = new Map(
  resourceTypes.map((type) => [type.toLowerCase(), type]),
);

const unknown: Identified = { kind: "unknown" };

/** By `id`, or by `type` and `name`, or by the path. */
export function identify(path: string, resource: unknown): Identified {
  const { id, type, name } = (typeof resource === "object" && resource !== null ? resource : {}) as {
    readonly id?: unknown;
    readonly type?: unknown;
    readonly name?: unknown;
  };
  if (typeof id === "string" && id.includes("/")) {
    const found = byId(id.split("/").filter(Boolean));
    if (found.kind !== "unknown") return found;
  }
  const byPath = identifyPath(path);
  // A backend has a `type` beside its properties in files that leave the envelope out.
  if (typeof type !== "string" || !type.includes("/")) return byPath;
  const [namespace = "", kind = "", ...rest] = type.split("/");
  if (!isApiManagement(namespace) || kind.toLowerCase() !== "service") return { kind: "other" };
  const names = typeof name === "string" ? name.split("/") : [];
  if (names.length === rest.length + 1) return resourceOf(rest, names.slice(1), names[0]);
  if (byPath.kind === "resource" && byPath.identity.type.toLowerCase() === rest.join("/").toLowerCase())
    return byPath;
  return names.length === rest.length ? resourceOf(rest, names, undefined) : unknown;
}

function identifyPath(path: string): Identified {
  const isXml = /\.xml$/i.test(path);
  const parts = path.replace(/\.(json|xml)$/i, "").split("/");
  if (parts.some((part) => part.toLowerCase() === "providers")) return byId(parts, isXml);
  if (parts[0]?.toLowerCase() === "subscriptions" && parts.length > 2) return { kind: "other" };
  if (parts.length === 1) {
    const [name = ""] = parts;
    if (/^service$/i.test(name) && !isXml) return resourceOf([], [], undefined);
    return /^policy$/i.test(name) ? resourceOf(["policies"], ["policy"], undefined) : unknown;
  }
  return below(parts, undefined, isXml);
}

/** The parts of an id; the last `providers` counts, as extension resources stand below what they extend. */
function byId(parts: readonly string[], isXml = false): Identified {
  const at = parts.findLastIndex((part) => part.toLowerCase() === "providers");
  if (at < 0) return parts[0]?.toLowerCase() === "subscriptions" ? { kind: "other" } : unknown;
  const [namespace = "", kind = "", service, ...rest] = parts.slice(at + 1);
  if (!isApiManagement(namespace) || kind.toLowerCase() !== "service") return { kind: "other" };
  return service === undefined ? unknown : below(rest, service, isXml);
}

/** `apis`, `a`, `operations`, `o`: types and names in turn. */
function below(parts: readonly string[], service: string | undefined, isXml: boolean): Identified {
  const types = parts.filter((_, index) => index % 2 === 0);
  const names = parts.filter((_, index) => index % 2 === 1);
  if (types.length !== names.length || names.some((name) => name === "")) return unknown;
  if (types.length === 1 && /^fragments$/i.test(types[0] as string)) types[0] = "policyFragments";
  const isDocument = /^(?:policies|policyFragments)$/i.test(types.at(-1) ?? "");
  // `apis/a.xml` is the policy of `apis/a`.
  if (isXml && !isDocument) return resourceOf([...types, "policies"], [...names, "policy"], service);
  return resourceOf(types, names, service);
}

function resourceOf(
  types: readonly string[],
  names: readonly string[],
  service: string | undefined,
): Identified {
  const written = types.join("/");
  const type = canonical.get(written.toLowerCase());
  if (type !== undefined) return { kind: "resource", identity: { service, type, names } };
  if (withoutEffect.test(written)) return { kind: "other" };
  return service === undefined ? unknown : { kind: "unsupported", type: written };
}

function isApiManagement(namespace: string): boolean {
  return namespace.toLowerCase() === "microsoft.apimanagement";
}
