import { PolicyFailure } from "../../../pipeline/failure";

/** Why a token is refused: the reasons of the error reference. */
export type TokenReason =
  | "TokenNotPresent"
  | "TokenSignatureInvalid"
  | "TokenSignatureKeyNotFound"
  | "TokenAudienceNotAllowed"
  | "TokenIssuerNotAllowed"
  | "TokenExpired"
  | "TokenClaimNotFound"
  | "TokenClaimValueNotAllowed"
  | "JwtInvalid";

export interface TokenFault {
  readonly reason: TokenReason;
  /** For `context.LastError.Message`. Never holds a token or a key. */
  readonly message: string;
}

/** What a policy tells callers where it has no message of its own. */
export interface DefaultAnswers {
  readonly absent: string;
  readonly invalid: string;
}

export const jwtAnswers: DefaultAnswers = { absent: "JWT not present.", invalid: "Invalid JWT." };
export const entraAnswers: DefaultAnswers = {
  absent: "Azure AD JWT not present",
  invalid: "Invalid Azure AD JWT",
};

/** @param given `failed-validation-error-message` */
export function tokenFailure(
  fault: TokenFault,
  status: number,
  given: string | undefined,
  answers: DefaultAnswers,
  telling: "general" | "reason",
): PolicyFailure {
  const usual =
    fault.reason === "TokenNotPresent"
      ? answers.absent
      : telling === "reason"
        ? fault.message
        : answers.invalid;
  return new PolicyFailure({
    reason: fault.reason,
    message: fault.message,
    status,
    answer: given ?? usual,
  });
}
