import type { AccountRequest } from "./answers/accountRequest";
import { type Answer, errorAnswer } from "./answers/answer";
import type { LocalAccount } from "./declared/localAccount";

/** What tokens for Azure OpenAI are made for (Azure OpenAI, managed identity; newer documents name the second). */
const AUDIENCES = ["https://cognitiveservices.azure.com", "https://ai.azure.com"];

/** Roles that let call a deployment: OpenAI User and Contributor, Cognitive Services User, and their like. */
const ROLES: Readonly<Record<string, string>> = {
  "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd": "Cognitive Services OpenAI User",
  "a001fd3d-188f-4b5d-821b-7da978bf7442": "Cognitive Services OpenAI Contributor",
  "a97b65f3-24c7-4388-baec-2e87135dc908": "Cognitive Services User",
};

const refused = (message: string): Answer => errorAnswer(401, "401", message);

/**
 * Whether a call may come in: by a key where the account takes keys, by a token for Azure OpenAI that has not expired and
 * whose roles reach this account. A token's signature is not judged: whoever issues it is another process.
 *
 * @returns the refusal; `undefined`: it may
 */
export function refusal(account: LocalAccount, { headers }: AccountRequest, now: number): Answer | undefined {
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
  const allowed = (rights as Right[]).some(
    (right) => reaches(right, account.resourceId as string) && opens(right),
  );
  return allowed
    ? undefined
    : errorAnswer(
        401,
        "PermissionDenied",
        "The principal of the token has no role on this account with the data action for this operation.",
      );
}

interface Right {
  readonly scope: string;
  /** Id of the definition. */
  readonly role: string;
  readonly dataActions?: readonly string[];
}

const reaches = ({ scope }: Right, id: string): boolean =>
  `${id}/`.toLowerCase().startsWith(`${scope.replace(/\/$/, "")}/`.toLowerCase());

const opens = ({ role, dataActions }: Right): boolean =>
  ROLES[role] !== undefined ||
  (dataActions ?? []).some((action) =>
    /^Microsoft\.CognitiveServices\/(\*|accounts\/(\*|OpenAI\/))/i.test(action),
  );

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
