import { readOutgoingUrl } from "../http/outgoingHead";
import type { Headers } from "../messages/headers";
import type { CallParts } from "./callShape";
import { jsonDifferences } from "./matchJson";

/** One thing in which a call is not as it was described. */
export interface CallMismatch {
  readonly key: string;
  /** `json.messages[0]`. */
  readonly path: string;
  readonly expected: string;
  readonly seen: string;
}

export interface SeenCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
}

const size = (text: string): string => (text === "" ? "empty" : `${Buffer.byteLength(text)} bytes`);

/** @param sent the caller's body */
export function callMismatches(parts: CallParts, call: SeenCall, sent: string | undefined): CallMismatch[] {
  const found: CallMismatch[] = [];
  const fail = (key: string, expected: string, seen: string, path = key) =>
    found.push({ key, path, expected, seen });
  const { method, body, text, json } = parts;
  if (method !== undefined && method !== call.method) fail("method", method, call.method);
  if (parts.path !== undefined) {
    // As it is on the wire, where an apostrophe stays one.
    const { path } = readOutgoingUrl(call.url);
    if (parts.path !== path) fail("path", parts.path, path);
  }
  for (const { name, value } of parts.headers ?? []) {
    const seen = call.headers.get(name);
    const wanted = typeof value === "string" ? value : undefined;
    if (seen !== wanted) fail("headers", wanted ?? "absent", seen ?? "absent", `headers.${name}`);
  }
  const own = sent ?? "";
  if (body === "as sent" && call.text !== own)
    fail("body", `as sent, ${size(own)}`, call.text.length === own.length ? "other bytes" : size(call.text));
  if (body === "empty" && call.text !== "") fail("body", "empty", size(call.text));
  if (
    text !== undefined &&
    (typeof text === "string" ? call.text !== text : !call.text.includes(text.contains))
  )
    fail(
      "text",
      typeof text === "string" ? text : `… ${text.contains} …`,
      call.text === "" ? "empty" : call.text,
    );
  if (json !== undefined)
    for (const each of jsonDifferences(json.json, call.text, false))
      fail("json", each.expected, each.seen, `json${each.path}`);
  return found;
}
