/** Which deployment a call went to. */
export interface Called {
  /** First part of the host. */
  readonly account: string;
  readonly deployment: string;
}

/** What one call meets, beside admission. */
export type Fault =
  /** No connection can be made. */
  | { readonly kind: "refused" }
  /** Nothing comes until the attempt's limit. */
  | { readonly kind: "hangs" }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** A fault of some deployments for a time. */
export interface Outage {
  readonly fault: Fault;
  readonly hits: (called: Called) => boolean;
  /** Seconds since the start. @default 0 */
  readonly from?: number;
  /** @default it stays */
  readonly to?: number;
  /** Flapping: it fails for the first half of each period of so many seconds. @default it fails all the time */
  readonly period?: number;
}

/** What a call meets at a moment: of several, the first. */
export function faultAt(outages: readonly Outage[], called: Called, second: number): Fault | undefined {
  return outages.find((outage) => isOn(outage, second) && outage.hits(called))?.fault;
}

export function isOn({ from = 0, to = Number.POSITIVE_INFINITY, period }: Outage, second: number): boolean {
  if (second < from || second >= to) return false;
  return period === undefined || (second - from) % period < period / 2;
}

const error = (code: string, message: string) => JSON.stringify({ error: { code, message } });

const bodies: Readonly<Record<number, string>> = {
  401: error("PermissionDenied", "The principal lacks the required data action."),
  403: error("403", "Access denied due to Virtual Network/Firewall rules."),
  404: error("DeploymentNotFound", "The API deployment for this resource does not exist."),
  410: error("ModelDeprecated", "The model has been retired."),
  429: error("429", "The service is experiencing high demand."),
  503: error("503", "Service unavailable."),
};

/** The answer that Azure OpenAI gives with a status when it fails. */
export const failsWith = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: "status",
  status,
  body: bodies[status] ?? error(`${status}`, "Failed."),
  headers,
});
