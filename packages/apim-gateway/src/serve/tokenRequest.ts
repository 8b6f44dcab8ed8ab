import type { TokenRequest } from "../identity/identityProvider";

/** What `POST tokens` takes. @throws Error in words for anything else */
export function readTokenRequest(value: unknown): TokenRequest {
  if (!isObject(value)) throw new Error("The body is a JSON object with `tenant`, `claims` and `version`.");
  const unknown = Object.keys(value).find((key) => !["tenant", "claims", "version"].includes(key));
  if (unknown !== undefined)
    throw new Error(`\`${unknown.slice(0, 100)}\` is not known: \`tenant\`, \`claims\` and \`version\` are.`);
  const { tenant, claims, version } = value;
  if (tenant !== undefined && !(typeof tenant === "string" && /^[0-9a-f-]{36}$/i.test(tenant)))
    throw new Error("`tenant` is the id of a tenant, a GUID.");
  if (claims !== undefined && !isObject(claims)) throw new Error("`claims` is a JSON object.");
  if (version !== undefined && version !== "1.0" && version !== "2.0")
    throw new Error('`version` is "1.0" or "2.0".');
  return {
    ...(tenant === undefined ? {} : { tenant }),
    ...(claims === undefined ? {} : { claims }),
    ...(version === undefined ? {} : { version }),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
