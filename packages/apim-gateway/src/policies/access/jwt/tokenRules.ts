import { claimValues } from "./parsedToken";
import { findClaimFault, type RequiredClaim } from "./requiredClaims";
import type { TokenFault } from "./tokenFault";

/** What is asked of a token's claims. */
export interface TokenRules {
  readonly requireExpiration: boolean;
  readonly skewSeconds: number;
  /** `undefined`: any. */
  readonly audiences: readonly string[] | undefined;
  /** May hold `{tenantid}`, which stands for the token's `tid`. `undefined`: any. */
  readonly issuers: readonly string[] | undefined;
  readonly required: readonly RequiredClaim[];
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * The first thing wrong with the claims of a token: its times, then audience, issuer and the claims that are required.
 *
 * @param now seconds since 1970
 */
export function findRuleFault(claims: Claims, rules: TokenRules, now: number): TokenFault | undefined {
  return (
    findTimeFault(claims, rules, now) ??
    findAudienceFault(claims, rules.audiences) ??
    findIssuerFault(claims, rules.issuers) ??
    findClaimFault(claims, rules.required)
  );
}

function findTimeFault({ exp, nbf }: Claims, rules: TokenRules, now: number): TokenFault | undefined {
  if (exp !== undefined && !isTime(exp)) return invalid("IDX10225: `exp` is not a time.");
  if (nbf !== undefined && !isTime(nbf)) return invalid("IDX10222: `nbf` is not a time.");
  if (exp === undefined && rules.requireExpiration)
    return invalid("IDX10225: the token has no expiration time. Access denied.");
  if (nbf !== undefined && exp !== undefined && nbf > exp)
    return invalid("IDX10224: the token expires before it becomes valid. Access denied.");
  if (nbf !== undefined && nbf > now + rules.skewSeconds)
    return invalid(`IDX10222: the token is not valid before ${shownTime(nbf)}. Access denied.`);
  if (exp !== undefined && exp < now - rules.skewSeconds)
    return {
      reason: "TokenExpired",
      message: `IDX10223: the token expired at ${shownTime(exp)}. Access denied.`,
    };
  return undefined;
}

function findAudienceFault({ aud }: Claims, allowed: readonly string[] | undefined): TokenFault | undefined {
  if (allowed === undefined) return undefined;
  const found = aud === undefined ? [] : claimValues(aud);
  if (found.some((each) => allowed.includes(each))) return undefined;
  return {
    reason: "TokenAudienceNotAllowed",
    message: `IDX10214: the audience '${found.join(", ")}' is not among '${allowed.join(", ")}'. Access denied.`,
  };
}

function findIssuerFault(
  { iss, tid }: Claims,
  allowed: readonly string[] | undefined,
): TokenFault | undefined {
  if (allowed === undefined) return undefined;
  const names = allowed.map((each) =>
    typeof tid === "string" ? each.replace("{tenantid}", () => tid) : each,
  );
  if (typeof iss === "string" && names.includes(iss)) return undefined;
  return {
    reason: "TokenIssuerNotAllowed",
    message: `IDX10205: the issuer '${iss === undefined ? "" : String(iss)}' is not among '${names.join(", ")}'. Access denied.`,
  };
}

/** Farther away than this a date cannot be written. */
const latest = 8_640_000_000_000;

const isTime = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= latest;

const shownTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

const invalid = (message: string): TokenFault => ({ reason: "JwtInvalid", message });
