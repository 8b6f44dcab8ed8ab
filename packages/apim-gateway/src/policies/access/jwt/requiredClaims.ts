import { claimValues } from "./parsedToken";
import type { TokenFault } from "./tokenFault";

/** A claim that a token must have. */
export interface RequiredClaim {
  readonly name: string;
  /** `all`: each of `values` must be among the token's; `any`: one of them. */
  readonly match: "all" | "any";
  /** Divides the token's values into several. */
  readonly separator: string | undefined;
  /** None: it is enough that the claim is there. */
  readonly values: readonly string[];
}

/** The first thing wrong with a token's claims; `undefined` where all is well. */
export function findClaimFault(
  claims: Readonly<Record<string, unknown>>,
  required: readonly RequiredClaim[],
): TokenFault | undefined {
  const missing = required.filter(({ name }) => !Object.hasOwn(claims, name));
  if (missing.length > 0)
    return {
      reason: "TokenClaimNotFound",
      message: `JWT token is missing the following claims: ${missing.map(({ name }) => name).join(", ")}. Access denied.`,
    };
  const wrong = required.find((claim) => !isMet(claim, claims[claim.name]));
  return wrong && claimNotAllowed(wrong.name, claims[wrong.name]);
}

export function claimNotAllowed(name: string, value: unknown): TokenFault {
  return {
    reason: "TokenClaimValueNotAllowed",
    message: `Claim ${name} value of ${claimValues(value).join(",")} is not allowed. Access denied.`,
  };
}

function isMet({ match, separator, values }: RequiredClaim, value: unknown): boolean {
  if (values.length === 0) return true;
  const whole = claimValues(value);
  const found = new Set(
    separator === undefined || separator === ""
      ? whole
      : whole.flatMap((text) => text.split(separator).map((part) => part.trim())),
  );
  return match === "all" ? values.every((each) => found.has(each)) : values.some((each) => found.has(each));
}
