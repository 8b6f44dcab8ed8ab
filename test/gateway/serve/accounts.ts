import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A call that reached an account. */
export interface AccountCall {
  /** First part of the host: the account's subdomain. */
  readonly account: string;
  readonly path: string;
  readonly query: string;
  readonly deployment: string;
  readonly headers: IncomingMessage["headers"];
  /** Of a JSON body; empty for any other. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

/** How a call is answered; `undefined`: as a healthy account does. */
export type Behaviour = (call: AccountCall, response: ServerResponse) => unknown;

export interface Accounts {
  /** Where every account is reached. */
  readonly origin: string;
  readonly calls: AccountCall[];
  /** Replaces how calls are answered: return `false` to let the account answer as usual. */
  behave(behaviour: Behaviour | undefined): void;
  close(): Promise<void>;
}

/** All accounts of a fleet as one server: the Host header tells which is meant. It speaks chat, embeddings, responses. */
export async function startAccounts(): Promise<Accounts> {
  const calls: AccountCall[] = [];
  let behaviour: Behaviour | undefined;
  const server = createServer(async (request, response) => {
    let bytes: Buffer;
    try {
      bytes = await buffer(request);
    } catch {
      return;
    }
    const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
    const body = (isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : {}) as Record<string, unknown>;
    const url = new URL(request.url ?? "/", "http://account");
    const inPath = /\/deployments\/([^/]+)\//.exec(url.pathname)?.[1];
    const call: AccountCall = {
      account: (request.headers.host ?? "").split(".")[0] ?? "",
      path: url.pathname,
      query: url.search.slice(1),
      deployment: inPath ?? String(body.model),
      headers: request.headers,
      body,
      bytes,
    };
    calls.push(call);
    if (behaviour !== undefined && behaviour(call, response) !== false) return;
    answer(call, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    behave: (next) => {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A refusal in OpenAI's shape. */
export function refuse(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error: { code: String(status), message: "refused" } }));
}

function answer(call: AccountCall, response: ServerResponse): unknown {
  const usage = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 };
  const json = (value: unknown) => {
    response.writeHead(200, { "content-type": "application/json", "x-ms-region": "Secret Region" });
    response.end(JSON.stringify(value));
  };
  if (call.path.endsWith("/embeddings"))
    return json({ object: "list", data: [{ object: "embedding", index: 0, embedding: [0.5, 1] }], usage });
  if (call.path.endsWith("/responses"))
    return json({
      id: "resp_1",
      object: "response",
      status: "completed",
      output: [
        {
          type: "message",
          id: "msg_1",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: `from ${call.deployment}`, annotations: [] }],
        },
      ],
      usage: { input_tokens: 5, output_tokens: 3, total_tokens: 8 },
    });
  if (call.body.stream !== true)
    return json({
      id: "chatcmpl-1",
      object: "chat.completion",
      model: "gpt-5.1",
      choices: [
        {
          index: 0,
          finish_reason: "stop",
          message: { role: "assistant", content: `from ${call.deployment}` },
        },
      ],
      usage,
    });
  response.writeHead(200, { "content-type": "text/event-stream" });
  const options = call.body.stream_options as { include_usage?: boolean } | undefined;
  for (const content of ["from ", call.deployment])
    response.write(
      `data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] })}\n\n`,
    );
  if (options?.include_usage)
    response.write(`data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [], usage })}\n\n`);
  return response.end("data: [DONE]\n\n");
}
