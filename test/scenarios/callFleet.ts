import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Body,
  createGateway,
  type Gateway,
  Headers,
  loadConfiguration,
  type VirtualEnvironment,
  virtualEnvironment,
} from "apim-gateway";
import { accountsByHost } from "../../local/accounts/rights/accountsByHost";
import { judgeCall, type RightsRefusal } from "../../local/accounts/rights/judgeCall";
import { FolderWorld } from "../../local/azure/folderWorld";
import { makeStackWorld, type StackWorld } from "../../local/simulation/stackWorld";

/** One call of a consumer, as its client makes it. */
export interface Call {
  /** Whose key is sent. @default no key */
  readonly key?: string;
  /** Sent as `Authorization: Bearer`. @default none */
  readonly bearer?: string;
  /** @default "azure" */
  readonly surface?: "azure" | "v1" | "regional";
  /** @default "gpt-5.4" */
  readonly model?: string;
  readonly stream?: boolean;
  /** Method and path below `/openai/v1` of a surface or a region, instead of a chat: `POST /files`. */
  readonly raw?: string;
  /** Of a raw call: JSON as an object, anything else as it is. */
  readonly body?: string | object;
  /** Of a raw call. @default JSON */
  readonly contentType?: string;
  /** What the account says that it used. @default 10 */
  readonly tokens?: number;
  /** @default "hello" */
  readonly prompt?: string;
}

/** What the caller got. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Of a refusal in OpenAI's shape. */
  readonly error: { readonly code?: string; readonly message?: string; readonly type?: string };
}

/** A fleet's own policies in the real gateway, in virtual time, with accounts that answer and tell their tokens. */
export interface CalledFleet {
  readonly gateway: Gateway;
  call(call: Call): Promise<Reply>;
  /** Replies to the same call, one after the other. */
  times(count: number, call: Call): Promise<Reply[]>;
  /** Lets time pass. */
  wait(seconds: number): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls that reached an account. */
  readonly reached: Reached[];
  /** What accounts answered, in the same order. */
  readonly answers: { readonly status: number; readonly text: string }[];
}

export interface Reached {
  readonly authorization: string;
  readonly url: string;
  readonly method: string;
  readonly body: string;
}

/** A topology's world, which takes a second to make, and gateways of it that know nothing of each other. */
export interface CallableFleet {
  /** @param settings of the gateway */
  start(settings?: Readonly<Record<string, unknown>>): CalledFleet;
  remove(): void;
}

const model = "gpt-5.4";
const paths = {
  azure: (name: string) => `/openai/deployments/${name}/chat/completions?api-version=2024-10-21`,
  v1: () => "/openai/v1/chat/completions",
  regional: () => "/regions/swedencentral/openai/v1/chat/completions",
};

/** @param forget ids of what the program declared and this world shall not have */
export async function callableFleet(
  yaml: string,
  forget: (id: string) => boolean = () => false,
): Promise<CallableFleet> {
  const dir = mkdtempSync(join(tmpdir(), "fleet-calls-"));
  const file = join(dir, "fleet.yaml");
  writeFileSync(file, yaml);
  const world = forgetting(await makeStackWorld(file, join(dir, "world")), forget);
  return {
    start: (settings = {}) => startGateway(world, settings),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function startGateway(world: StackWorld, settings: Readonly<Record<string, unknown>>): CalledFleet {
  const time = virtualEnvironment({ seed: 1 });
  const reached: Reached[] = [];
  const answers: CalledFleet["answers"] = [];
  const accounts = accountsByHost(FolderWorld.open(world.dir));
  let next: Call = {};
  const gateway = createGateway({
    configuration: world.configuration,
    environment: time,
    settings,
    transport: async (request) => {
      if (request.url.startsWith("https://login.microsoftonline.com/")) return notFound();
      const authorization = request.headers.get("Authorization") ?? "";
      await request.body?.load();
      const body = request.body?.text() ?? "";
      reached.push({ authorization, url: request.url, method: request.method, body });
      const account = accounts.get(new URL(request.url).hostname);
      const refusal = judgeCall({ method: request.method, url: request.url, authorization }, account ?? "");
      answers.push({ status: refusal?.status ?? 200, text: refusal?.body ?? answerOf(next) });
      if (refusal !== undefined) return refused(refusal);
      return {
        status: 200,
        reason: "OK",
        headers: Headers.of({
          "Content-Type": next.stream ? "text/event-stream" : "application/json",
          "apim-request-id": "1",
        }),
        body: Body.of(answerOf(next)),
      };
    },
  });
  const call = async (given: Call): Promise<Reply> => {
    next = given;
    const response = await within(time, gateway.fetch(requestOf(given, (consumer) => world.key(consumer))));
    const text = await response.text();
    await time.run(time.now());
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      error: response.ok ? {} : ((JSON.parse(text) as { error?: Reply["error"] }).error ?? {}),
    };
  };
  return {
    gateway,
    call,
    async times(count, given) {
      const replies: Reply[] = [];
      for (let sent = 0; sent < count; sent++) replies.push(await call(given));
      return replies;
    },
    wait: async (seconds) => void (await time.run(time.now() + seconds * 1000)),
    now: () => time.now(),
    reached,
    answers,
  };
}

const refused = ({ status, body }: RightsRefusal) => ({
  status,
  reason: "Refused",
  headers: Headers.of({ "Content-Type": "application/json", "apim-request-id": "1" }),
  body: Body.of(body),
});

/** Nobody stands for the real Entra: keys that the gateway does not know itself are not to be had. */
const notFound = () => ({ status: 404, reason: "Not Found", headers: Headers.of({}), body: Body.of("") });

/** Waits for a promise in the present moment: what is computed elsewhere is told only while time runs. */
async function within<T>(time: VirtualEnvironment, promise: Promise<T>): Promise<T> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  while (!settled) {
    await new Promise(setImmediate);
    await time.run(time.now());
  }
  return promise;
}

function forgetting(world: StackWorld, forget: (id: string) => boolean): StackWorld {
  const folder = FolderWorld.open(world.dir);
  const gone = folder
    .all()
    .map(({ id }) => id)
    .filter(forget);
  if (gone.length === 0) return world;
  for (const id of gone) folder.remove(id);
  const { configuration } = loadConfiguration(world.dir);
  if (configuration === undefined) throw new Error("The world cannot be read any more.");
  return { ...world, configuration };
}

const bases = { azure: "/openai", v1: "/openai/v1", regional: "/regions/swedencentral/openai/v1" } as const;

function rawRequest(call: Call & { raw: string }, headers: Record<string, string>): Request {
  const [method = "", path = ""] = call.raw.split(" ");
  const { body, contentType = "application/json" } = call;
  return new Request(`https://gateway.example${bases[call.surface ?? "azure"]}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "Content-Type": contentType }) },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

function requestOf(call: Call, keyOf: (consumer: string) => string): Request {
  const { surface = "azure", model: name = model, stream, prompt = "hello" } = call;
  const credentials: Record<string, string> = {
    ...(call.key === undefined ? {} : { "api-key": keyOf(call.key) }),
    ...(call.bearer === undefined ? {} : { Authorization: `Bearer ${call.bearer}` }),
  };
  if (call.raw !== undefined) return rawRequest({ ...call, raw: call.raw }, credentials);
  return new Request(`https://gateway.example${paths[surface](name)}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...credentials,
    },
    body: JSON.stringify({
      ...(surface === "azure" ? {} : { model: name }),
      messages: [{ role: "user", content: prompt }],
      ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
    }),
  });
}

function answerOf({ stream, tokens = 10 }: Call): string {
  const usage = { prompt_tokens: 1, completion_tokens: tokens - 1, total_tokens: tokens };
  const choice = (content: string) => ({ index: 0, message: { role: "assistant", content } });
  if (!stream) return JSON.stringify({ object: "chat.completion", choices: [choice("hello")], usage });
  const events = [
    { object: "chat.completion.chunk", choices: [{ index: 0, delta: { content: "hello" } }], usage: null },
    { object: "chat.completion.chunk", choices: [], usage },
  ];
  return `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n`;
}

/** A small fleet of two models; `gateway` and `consumers` are YAML in flow style, `tier` its tier. */
export const smallFleet = (consumers: string, gateway = "", tier = "BasicV2") => `
environment: test
workload: aoai
gateway:
  location: swedencentral
  publisher: { name: Contoso, email: a@contoso.example }
  sku: { name: ${tier} }
${gateway}
network: { access: public }
models:
  gpt-5.4: { version: "2026-03-05", payg: GlobalStandard }
  text-embedding-3-large: { version: "1", payg: GlobalStandard }
regions:
  swedencentral: { deployments: { gpt-5.4: { payg: 50 }, text-embedding-3-large: { payg: 50 } } }
consumers:
${consumers}
`;
