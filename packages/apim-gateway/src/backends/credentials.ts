import type { BackendFields } from "./fields";

/** How a backend wants to be called. Header and query parameter values and the authorization are secrets. */
export interface BackendCredentials {
  readonly headers: readonly NamedTexts[];
  readonly query: readonly NamedTexts[];
  /** Value of the header `Authorization`: scheme and parameter. */
  readonly authorization: string | undefined;
  /** Names of certificate resources, or thumbprints. */
  readonly certificates: readonly { readonly by: "id" | "thumbprint"; readonly name: string }[];
  /** Whose token goes into the header `Authorization`. */
  readonly managedIdentity:
    | {
        readonly resource: string;
        /** Of a user-assigned identity; `undefined`: the system-assigned one. */
        readonly clientId: string | undefined;
      }
    | undefined;
}

export type NamedTexts = readonly [name: string, values: readonly string[]];

const mostCertificates = 32;

/** Characters of `resource` and `clientId` that the service accepts. */
const longestIdentity = 300;

/**
 * Reads `properties.credentials`; `undefined` where there are none. `managedIdentity` is accepted by the service and in
 * no published schema; its shape comes from public reports. No problem shows a secret.
 */
export function readCredentials(backend: BackendFields): BackendCredentials | undefined {
  const fields = secretObject(backend, "credentials");
  if (fields === undefined) return undefined;
  return {
    headers: readNamedTexts(fields, "header", /^[!#$%&'*+.^_`|~\w-]+$/),
    query: readNamedTexts(fields, "query", /^./),
    authorization: readAuthorization(fields),
    certificates: readCertificates(fields),
    managedIdentity: readManagedIdentity(fields),
  };
}

/** An object of which no problem shows a part. */
function secretObject(parent: BackendFields, field: string): BackendFields | undefined {
  const value = parent.raw[field] ?? undefined;
  if (value === undefined || (typeof value === "object" && !Array.isArray(value)))
    return parent.object(field);
  return parent.report(field, "must be an object");
}

function readNamedTexts(credentials: BackendFields, field: string, name: RegExp): NamedTexts[] {
  const fields = secretObject(credentials, field);
  return Object.entries(fields?.raw ?? {}).flatMap(([key, values]): NamedTexts[] => {
    if (!name.test(key)) fields?.report("", `has a name that no ${field} can have`);
    else if (!Array.isArray(values) || !values.every((value) => typeof value === "string"))
      fields?.report(key, "must be a list of texts");
    else return [[key, values]];
    return [];
  });
}

function readAuthorization(credentials: BackendFields): string | undefined {
  const fields = secretObject(credentials, "authorization");
  if (fields === undefined) return undefined;
  const { scheme, parameter } = fields.raw;
  for (const [field, value] of Object.entries({ scheme, parameter }))
    if (typeof value !== "string" || value === "") fields.report(field, "must be a text that is not empty");
  return `${scheme} ${parameter}`;
}

/** A list of which no problem shows a part: it may hold a certificate by mistake. */
function secretList(parent: BackendFields, field: string): readonly unknown[] {
  if (Array.isArray(parent.raw[field] ?? [])) return parent.list(field);
  parent.report(field, "must be a list");
  return [];
}

/** Thumbprints "will be ignored if certificateIds are provided", as the schema says. */
function readCertificates(credentials: BackendFields): BackendCredentials["certificates"] {
  const read = (field: string, by: "id" | "thumbprint") =>
    secretList(credentials, field).flatMap((name) => {
      if (typeof name === "string" && name !== "")
        return [{ by, name: by === "id" ? name.slice(name.lastIndexOf("/") + 1) : name }];
      credentials.report(field, "must be a list of texts that are not empty");
      return [];
    });
  const [ids, thumbprints] = [read("certificateIds", "id"), read("certificate", "thumbprint")];
  for (const [field, list] of Object.entries({ certificateIds: ids, certificate: thumbprints }))
    if (list.length > mostCertificates)
      credentials.report(field, `has ${list.length} certificates; at most ${mostCertificates} are accepted`);
  return ids.length > 0 ? ids : thumbprints;
}

function readManagedIdentity(credentials: BackendFields): BackendCredentials["managedIdentity"] {
  const fields = secretObject(credentials, "managedIdentity");
  if (fields === undefined) return undefined;
  for (const field of ["resource", "clientId"])
    if ((fields.text(field)?.length ?? 0) > longestIdentity)
      fields.report(field, `has more than ${longestIdentity} characters`);
  const resource = fields.text("resource") ?? "";
  if (resource === "") fields.report("resource", "is required: whom the token is for");
  return { resource, clientId: fields.text("clientId") || undefined };
}
