import { grants, type HeldRight } from "./grants";
import { neededDataAction } from "./neededDataAction";

/** A call as it reaches an account. */
export interface JudgedCall {
  readonly method: string;
  readonly url: string;
  /** As sent: `Bearer …`. */
  readonly authorization: string;
}

/** What an account refuses a call with. */
export interface RightsRefusal {
  readonly status: number;
  readonly body: string;
}

interface Claims {
  readonly oid?: string;
  readonly local_rights?: readonly HeldRight[];
}

const refusal = (status: number, code: string, message: string): RightsRefusal => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
});

/**
 * Whether the roles that the program declared let the gateway's identity make this call: 401 with the data action that is
 * missing, in the words of Azure (`PermissionDenied`: public reports of 2026, read in November 2026). A token without the local
 * gateway's list of rights is not judged.
 *
 * @param account resource id of the account that the call reaches
 */
export function judgeCall(
  { method, url, authorization }: JudgedCall,
  account: string,
): RightsRefusal | undefined {
  const claims = claimsOf(authorization);
  if (claims?.local_rights === undefined) return undefined;
  const { pathname } = new URL(url);
  const needed = neededDataAction(method, pathname);
  if (needed === undefined) return refusal(404, "404", "Resource not found");
  if (grants(claims.local_rights, account, needed.dataAction)) return undefined;
  return refusal(
    401,
    "PermissionDenied",
    lacking(claims.oid ?? "", needed.dataAction, `${method} ${pathname}`),
  );
}

/** Azure's sentence for who may not do something. */
export function lacking(principal: string, dataAction: string, operation: string): string {
  return `The principal \`${principal}\` lacks the required data action \`${dataAction}\` to perform \`${operation}\` operation.`;
}

function claimsOf(authorization: string): Claims | undefined {
  const payload = authorization.split(".")[1];
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Claims;
  } catch {
    return undefined;
  }
}
