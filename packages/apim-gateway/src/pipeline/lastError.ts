import type { HostLastError } from "../csharp/host/data";

/** `context.LastError`. */
export class LastError implements HostLastError {
  readonly csType = "ILastError" as const;
  constructor(
    /** Name of the policy, or what failed: `configuration`, `authorization`. */
    readonly source: string,
    readonly reason: string,
    readonly message: string,
    readonly scope: string | null,
    readonly section: string | null,
    /** Nested policies on the way, as `choose[2]/when[1]/set-variable[1]`. */
    readonly path: string | null,
    /** The policy's `id` attribute. */
    readonly policyId: string | null,
  ) {}
}
