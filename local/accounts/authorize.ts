import type { AccountRequest } from "./answers/accountRequest";
import { type Answer, errorAnswer } from "./answers/answer";
import type { LocalAccount } from "./declared/localAccount";
import { grants, type HeldRight } from "./rights/grants";
import { lacking } from "./rights/judgeCall";
import { neededDataAction } from "./rights/neededDataAction";

/** What tokens for Azure OpenAI are made for (Azure OpenAI, managed identity; newer documents name the second). */
const AUDIENCES = ["https://cognitiveservices.azure.com", "https://ai.azure.com"];

const refused = (message: string): Answer => errorAnswer(401, "401", message);

/**
 * Whether a call may come in: by a key where the account takes keys, by a token for Azure OpenAI that has not expired and
 * whose roles, as the program declared them, allow this very operation on this account. A token's signature is not
 * judged: whoever issues it is another process.
 *
 * @returns the refusal; `undefined`: it may
 */
export function refusal(
  account: LocalAccount,
  { method, path, headers }: AccountRequest,
  now: number,
): Answer | undefined {
  const key = headers["api-key"];
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const claims = bearer === undefined ? undefined : claimsOf(bearer);
  if (key !== undefined || (bearer !== undefined && claims === undefined)) {
    if (account.takesKeys) return undefined;
    return errorAnswer(
      403,
      "AuthenticationTypeDisabled",
      "Key based authentication is disabled for this resource.",
    );
  }
  if (claims === undefined)
    return refused("Access denied: the request has no key and no token of Microsoft Entra.");
  const audience = String(claims.aud ?? "").replace(/\/$/, "");
  if (!AUDIENCES.includes(audience)) return refused("The token is for another audience.");
  if (typeof claims.exp !== "number" || claims.exp * 1000 <= now) return refused("The token has expired.");
  const { local_rights: rights } = claims;
  if (!Array.isArray(rights) || account.resourceId === undefined) return undefined;
  // What no account answers is refused by whoever reads the path.
  const needed = neededDataAction(method, path.split("?")[0] ?? "");
  if (needed === undefined || grants(rights as HeldRight[], account.resourceId, needed.dataAction))
    return undefined;
  return errorAnswer(
    401,
    "PermissionDenied",
    lacking(String(claims.oid ?? ""), needed.dataAction, `${method} ${path.split("?")[0]}`),
  );
}

/** The claims of a token; `undefined`: it is none. */
function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, claims, signature] = token.split(".");
  if (claims === undefined || signature === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
