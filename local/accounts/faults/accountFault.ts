import type { LocalAccount } from "../declared/localAccount";

/** What a fault does. */
export type FaultEffect =
  /** The call is answered with an error. */
  | { readonly does: "answers"; readonly status: number; readonly code: string; readonly message: string }
  /** No connection. */
  | { readonly does: "refuses" }
  /** A connection, and no answer. */
  | { readonly does: "hangs" }
  /** The head comes late. */
  | { readonly does: "delays" }
  /** The body ends before it should: with the connection, or with silence. */
  | { readonly does: "breaks"; readonly ending: "cut" | "stall" }
  /** An answer that no account gives: a page of something in between. */
  | { readonly does: "garbles" }
  /** Less of the capacity is in force. */
  | { readonly does: "shrinks" };

const answers = (status: number, code: string, message: string, meaning: string) =>
  ({ effect: { does: "answers", status, code, message }, meaning }) as const;

/** Faults that there are, by the name that people give them. */
export const faultKinds = {
  refused: { effect: { does: "refuses" }, meaning: "no connection can be made: the region is gone" },
  hangs: { effect: { does: "hangs" }, meaning: "connections are taken, and nothing is answered" },
  slow: { effect: { does: "delays" }, meaning: "the head of an answer comes late", option: "--seconds 20" },
  cut: {
    effect: { does: "breaks", ending: "cut" },
    meaning: "the connection breaks in the middle of the body",
  },
  stall: {
    effect: { does: "breaks", ending: "stall" },
    meaning: "the body stops in the middle and nothing ends it",
  },
  garbled: { effect: { does: "garbles" }, meaning: "200 with a page of HTML" },
  less: {
    effect: { does: "shrinks" },
    meaning: "only a part of the PAYG limits is in force",
    option: "--capacity 0.5",
  },
  "401": answers(
    401,
    "PermissionDenied",
    "The principal lacks the data action for this operation.",
    "the gateway's role is missing",
  ),
  "403": answers(
    403,
    "403",
    "Access denied due to the rules of the virtual network or firewall.",
    "the network refuses",
  ),
  suspended: answers(403, "403", "The resource is blocked because of abuse.", "the account is suspended"),
  "404": answers(
    404,
    "DeploymentNotFound",
    "The API deployment for this resource does not exist.",
    "the deployment is missing",
  ),
  "408": answers(408, "Timeout", "The operation was timeout.", "the service gives up"),
  "410": answers(410, "ModelDeprecated", "The model has been retired.", "the model is retired"),
  "429": answers(429, "429", "The service is experiencing high demand.", "no capacity for now"),
  "500": answers(500, "InternalServerError", "The server had an error.", "an error of the service"),
  "502": answers(502, "502", "Bad gateway.", "an error on the way to the model"),
  "503": answers(503, "ServiceUnavailable", "The service is unavailable.", "the service is down"),
  "504": answers(504, "504", "Gateway timeout.", "the model gave no answer in time"),
} as const satisfies Readonly<
  Record<string, { readonly effect: FaultEffect; readonly meaning: string; readonly option?: string }>
>;

export type FaultKind = keyof typeof faultKinds;
export const faultNames = Object.keys(faultKinds) as FaultKind[];

/** What a 429, and nothing else, says about when to come again. */
export const retryAfterKinds = ["seconds", "ms", "date", "day", "none", "garbage"] as const;
export type RetryAfterStyle = (typeof retryAfterKinds)[number];

/** A fault of some accounts or deployments for a time. */
export interface AccountFault {
  readonly kind: FaultKind;
  /** A region, an account's name, a deployment or `account/deployment`. @default everywhere */
  readonly where?: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** @default it stays */
  readonly to?: number;
  /** Share of the calls that it hits, above 0 and at most 1. @default 1 */
  readonly share?: number;
  /** Comes and goes: there for the first half of each period of so many seconds. @default there all the time */
  readonly flapSeconds?: number;
  /** Of `slow`, and what a 429 says. @default 20 and 10 */
  readonly seconds?: number;
  /** Of `less`: share of the limits in force. @default 0.5 */
  readonly capacity?: number;
  /** Of `429`. @default seconds */
  readonly retryAfter?: RetryAfterStyle;
}

/** Whether a fault is there at a moment. */
export function isOn(
  { from, to = Number.POSITIVE_INFINITY, flapSeconds }: AccountFault,
  now: number,
): boolean {
  if (now < from || now >= to) return false;
  return flapSeconds === undefined || (now - from) % (flapSeconds * 1000) < flapSeconds * 500;
}

/**
 * Whether the place of a fault holds a call.
 *
 * @param deployment that is called; `undefined`: the call is for none
 */
export function hits(
  { where }: AccountFault,
  { region, subdomain, resourceId }: LocalAccount,
  deployment: string | undefined,
): boolean {
  if (where === undefined) return true;
  const names = [region, subdomain, resourceId?.split("/").at(-1) ?? subdomain];
  if (names.includes(where)) return true;
  return (
    deployment !== undefined && [deployment, ...names.map((name) => `${name}/${deployment}`)].includes(where)
  );
}

/** Header fields with which a refusal says when to come again. */
export function retryAfterHeaders(
  style: RetryAfterStyle,
  milliseconds: number,
  now: number,
): Record<string, string> {
  const seconds = `${Math.ceil(milliseconds / 1000)}`;
  switch (style) {
    case "seconds":
      return { "retry-after": seconds };
    case "ms":
      return { "retry-after": seconds, "retry-after-ms": `${Math.ceil(milliseconds)}` };
    case "date":
      return { "retry-after": new Date(now + milliseconds).toUTCString() };
    case "day":
      return { "retry-after": "86400" };
    case "garbage":
      return { "retry-after": "soon" };
    case "none":
      return {};
  }
}
