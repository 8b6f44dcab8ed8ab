import type { PolicyPlace } from "./traceRecorder";

/** What a policy leaves behind when it fails: the content of `context.LastError` and the response that is answered. */
export interface FailureDetail {
  /** `ExpressionValueEvaluationFailure`, `BackendConnectionFailure`, `RateLimitExceeded`… */
  readonly reason: string;
  readonly message: string;
  /** Status of the answer unless `on-error` changes it. @default 500 */
  readonly status?: number;
  /** Text of the answer's `message`. @default "Internal server error" for 500, else `message` */
  readonly answer?: string;
  /** Headers of the answer, besides its content type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `configuration`, `authorization`… where the failure is no policy's. @default the policy's name */
  readonly source?: string;
}

/** A policy failed: the section ends, `on-error` runs. */
export class PolicyFailure extends Error {
  override readonly name = "PolicyFailure";
  /** The policy that failed; set on the way out. */
  place: PolicyPlace | undefined;
  constructor(readonly detail: FailureDetail) {
    super(detail.message);
  }
}

/** The policy or its use is not supported by this gateway. Answered with 501, never skipped. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
  constructor(
    message: string,
    /** `file:line:column` of the policy. */
    readonly place: string,
  ) {
    super(message);
  }
}
