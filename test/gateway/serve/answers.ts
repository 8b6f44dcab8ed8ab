import type { ServerResponse } from "node:http";
import type { AccountCall } from "./accounts";

const usage = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 };
const responseUsage = { input_tokens: 5, output_tokens: 3, total_tokens: 8 };

/** What a healthy account answers: the text says which deployment was asked. */
export function answer(call: AccountCall, response: ServerResponse): unknown {
  const json = (value: unknown) => {
    response.writeHead(200, { "content-type": "application/json", "x-ms-region": "Secret Region" });
    response.end(JSON.stringify(value));
  };
  const { path, body, deployment } = call;
  const text = `from ${deployment}`;
  if (path.endsWith("/embeddings"))
    return json({ object: "list", data: [{ object: "embedding", index: 0, embedding: [0.5, 1] }], usage });
  if (path.endsWith("/completions") && !path.endsWith("/chat/completions"))
    return json({ object: "text_completion", choices: [{ index: 0, text, finish_reason: "stop" }], usage });
  if (path.includes("/images/")) return json({ created: 0, data: [{ b64_json: "AAAA" }] });
  if (path.endsWith("/audio/transcriptions") || path.endsWith("/audio/translations")) return json({ text });
  if (path.endsWith("/audio/speech")) {
    response.writeHead(200, { "content-type": "audio/mpeg" });
    return response.end(text);
  }
  if (path.endsWith("/responses/input_tokens"))
    return json({ object: "response.input_tokens", input_tokens: 5 });
  if (path.endsWith("/responses/compact"))
    return json({ id: "resp_1", object: "response.compaction", output: [], usage: responseUsage });
  if (path.endsWith("/responses"))
    return body.stream === true ? responseStream(text, response) : json(stored(text));
  if (!path.endsWith("/chat/completions")) {
    response.writeHead(404, { "content-type": "application/json" });
    return response.end(JSON.stringify({ error: { code: "404", message: "Resource not found" } }));
  }
  return body.stream === true ? chatStream(text, call, response) : json(completion(text, body));
}

const stored = (text: string, status = "completed") => ({
  id: "resp_1",
  object: "response",
  created_at: 0,
  status,
  model: "gpt-5.4",
  output: [
    {
      type: "message",
      id: "msg_1",
      role: "assistant",
      status,
      content: [{ type: "output_text", text, annotations: [] }],
    },
  ],
  usage: responseUsage,
});

const called = [
  { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
];

const completion = (text: string, { tools, messages }: AccountCall["body"]) => {
  const isCall = tools !== undefined && !JSON.stringify(messages).includes('"tool"');
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 0,
    model: "gpt-5.4",
    choices: [
      {
        index: 0,
        finish_reason: isCall ? "tool_calls" : "stop",
        message: isCall
          ? { role: "assistant", content: null, tool_calls: called }
          : { role: "assistant", content: text },
      },
    ],
    usage,
  };
};

function chatStream(text: string, { body }: AccountCall, response: ServerResponse): unknown {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const chunk = (value: object) =>
    response.write(
      `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 0, model: "gpt-5.4", ...value })}\n\n`,
    );
  const options = body.stream_options as { include_usage?: boolean } | undefined;
  for (const content of ["from ", text.slice("from ".length)])
    chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
  if (options?.include_usage) chunk({ choices: [], usage });
  return response.end("data: [DONE]\n\n");
}

function responseStream(text: string, response: ServerResponse): unknown {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let number = 0;
  const event = (type: string, value: object) =>
    response.write(
      `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number++, ...value })}\n\n`,
    );
  const whole = stored(text);
  const [item] = whole.output;
  const part = { item_id: "msg_1", output_index: 0, content_index: 0 };
  event("response.created", { response: { ...stored("", "in_progress"), output: [], usage: null } });
  event("response.output_item.added", {
    output_index: 0,
    item: { ...item, status: "in_progress", content: [] },
  });
  event("response.content_part.added", { ...part, part: { type: "output_text", text: "", annotations: [] } });
  event("response.output_text.delta", { ...part, delta: text });
  event("response.output_text.done", { ...part, text });
  event("response.output_item.done", { output_index: 0, item });
  event("response.completed", { response: whole });
  return response.end();
}
