import { Readable } from "node:stream";
import type { GatewayInstance } from "../gateway/createGateway";
import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import { methods } from "./callShape";
import type { Reply } from "./reply";
import type { Send } from "./stepShape";
import type { Ask, ScenarioTime } from "./world";

/** What requests go through. */
export interface Sender {
  readonly gateway: GatewayInstance;
  readonly ask: Ask;
  readonly time: ScenarioTime;
  /** Headers of every request. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export const requestText = ({ json, text }: Send): string | undefined =>
  json === undefined ? text : JSON.stringify(json.json);

/**
 * Sends what a step sends and lets time pass until every answer is complete.
 *
 * @returns the replies in the order of their requests; `undefined` for one that never came
 */
export async function sendRequests(send: Send, sender: Sender): Promise<readonly (Reply | undefined)[]> {
  const { time } = sender;
  if (send.after !== undefined) await time.wait(send.after);
  const count = countOf(send);
  const replies: (Reply | undefined)[] = new Array(count).fill(undefined);
  let open = count;
  const one = (index: number) =>
    sendOne(send, sender).then((reply) => {
      replies[index] = reply;
      open--;
    });
  if (send.rate !== undefined) {
    const gap = send.rate.periodMs / send.rate.count;
    for (let n = 0; n < count; n++) time.after(n * gap, () => void one(n));
  } else if (send.at === "once") for (let n = 0; n < count; n++) void one(n);
  else {
    const next = async () => {
      for (let n = 0; n < count; n++) await one(n);
    };
    void next();
  }
  await time.until(() => open === 0);
  return replies;
}

const countOf = ({ times, rate, for: lasting }: Send): number =>
  rate !== undefined && lasting !== undefined
    ? Math.max(1, Math.round((lasting / rate.periodMs) * rate.count))
    : (times ?? 1);

function headersOf(send: Send, sender: Sender): Headers {
  const headers = Headers.of({ Host: "gateway.example" });
  const { subscriptions, apis } = sender.gateway.configuration;
  const subscription = subscriptions.find(({ id }) => id === send.subscription);
  if (subscription?.primaryKey !== undefined)
    headers.set(apis[0]?.keyNames.header ?? "Ocp-Apim-Subscription-Key", subscription.primaryKey);
  if (send.json !== undefined) headers.set("Content-Type", "application/json");
  const text = requestText(send);
  if (text !== undefined) headers.set("Content-Length", String(Buffer.byteLength(text)));
  for (const [name, value] of sender.headers) headers.set(name, value);
  for (const { name, value } of send.headers ?? []) headers.set(name, value);
  return headers;
}

async function sendOne(send: Send, sender: Sender): Promise<Reply> {
  const { ask, time } = sender;
  const started = time.monotonic();
  const lateBefore = time.late();
  const method = methods.find((each) => send[each] !== undefined) ?? "GET";
  const text = requestText(send);
  let abort: () => void = () => {};
  let gone = false;
  if (send.leaves !== undefined)
    time.after(send.leaves, () => {
      gone = true;
      abort();
    });
  const { answer, exchange } = await ask({
    method,
    scheme: "https",
    host: "gateway.example",
    port: 443,
    target: send[method] ?? "/",
    headers: headersOf(send, sender),
    body: text === undefined ? null : Body.arrived(Buffer.from(text)),
    ipAddress: send.from ?? "203.0.113.9",
    onAbort: (action) => {
      abort = action;
    },
  });
  const pieces: string[] = [];
  const bytes: Buffer[] = [];
  let firstMs: number | undefined;
  const take = (chunk: Uint8Array) => {
    if (chunk.length === 0) return;
    firstMs ??= time.monotonic() - started;
    const buffer = Buffer.from(chunk);
    bytes.push(buffer);
    pieces.push(buffer.toString("utf8"));
    answer.watch?.(chunk);
  };
  let outcome: Reply["outcome"] = "complete";
  const content = answer.body?.sendable ?? "";
  if (content instanceof Readable) {
    try {
      for await (const chunk of content) {
        take(chunk as Uint8Array);
        if (gone) break;
      }
    } catch {
      outcome = "cut";
    }
  } else take(Buffer.from(content));
  if (gone) outcome = "aborted";
  answer.delivered(outcome);
  return {
    status: answer.status,
    headers: answer.headers,
    text: Buffer.concat(bytes).toString("utf8"),
    pieces,
    firstMs,
    tookMs: time.monotonic() - started,
    lateMs: time.late() - lateBefore,
    outcome,
    exchange: await exchange(),
  };
}
