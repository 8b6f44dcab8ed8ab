import { jsonAnswer, type Part } from "./answer";
import { outputTokens, type Priced } from "./chat";
import { generate } from "./generate";
import { created, event, type Inference, modelName, STREAM_TYPE, tokenMs, wholeMs } from "./inference";

/** A response as it is stored. */
export type StoredResponse = Readonly<Record<string, unknown>> & { readonly id: string };

/** Responses, whole or streamed. `stored`: what can be asked for later; `undefined` where the caller wants none. */
export function responseAnswer(asked: Inference): Priced & { readonly stored?: StoredResponse } {
  const { body, deployment, settings, prompt, cached } = asked;
  const { thinking, pieces, toolCall, finish } = generate(body, deployment.model, settings);
  const output = outputTokens({ thinking, pieces, finish, ...(toolCall === undefined ? {} : { toolCall }) });
  const text = pieces.join("");
  const itemId = `${toolCall === undefined ? "msg" : "fc"}_${asked.id}`;
  const content = { annotations: [], logprobs: [], text, type: "output_text" };
  const message = { content: [content], id: itemId, role: "assistant", status: "completed", type: "message" };
  const item =
    toolCall === undefined
      ? message
      : { ...toolCall, call_id: `call_${asked.id}`, id: itemId, status: "completed", type: "function_call" };
  const began = {
    background: false,
    created_at: created(asked),
    error: null,
    id: `resp_${asked.id}`,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    model: modelName(deployment),
    object: "response",
    output: [] as unknown[],
    parallel_tool_calls: true,
    previous_response_id: body.previous_response_id ?? null,
    status: "in_progress",
    store: body.store !== false,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: "text" } },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: "disabled",
    usage: null as unknown,
  };
  const done: StoredResponse = {
    ...began,
    ...(finish === "length"
      ? { incomplete_details: { reason: "max_output_tokens" }, status: "incomplete" }
      : { status: "completed" }),
    output: [item],
    usage: {
      input_tokens: prompt,
      input_tokens_details: { cached_tokens: cached },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: thinking },
      total_tokens: prompt + output,
    },
  };
  const kept = body.store === false ? {} : { stored: done };
  if (body.stream !== true)
    return { output, answer: jsonAnswer(200, done, wholeMs(settings, output)), ...kept };
  const step = tokenMs(settings);
  const parts: Part[] = [];
  const say = (type: string, data: object, afterMs = 0) =>
    parts.push({ afterMs, text: event({ type, sequence_number: parts.length, ...data }, type) });
  const place = { item_id: itemId, output_index: 0 };
  say("response.created", { response: began });
  say("response.in_progress", { response: began });
  const empty = {
    ...item,
    status: "in_progress",
    ...(toolCall === undefined ? { content: [] } : { arguments: "" }),
  };
  say("response.output_item.added", { item: empty, output_index: 0 }, thinking * step);
  if (toolCall === undefined) {
    const part = { ...place, content_index: 0 };
    say("response.content_part.added", { ...part, part: { ...content, text: "" } });
    for (const delta of pieces) say("response.output_text.delta", { ...part, delta, logprobs: [] }, step);
    say("response.output_text.done", { ...part, text, logprobs: [] });
    say("response.content_part.done", { ...part, part: content });
  } else {
    say("response.function_call_arguments.delta", { ...place, delta: toolCall.arguments }, step);
    say("response.function_call_arguments.done", { ...place, arguments: toolCall.arguments });
  }
  say("response.output_item.done", { item, output_index: 0 });
  const last = finish === "length" ? "response.incomplete" : "response.completed";
  say(last, { response: done });
  return {
    output,
    answer: { status: 200, headers: { "content-type": STREAM_TYPE }, afterMs: settings.firstTokenMs, parts },
    ...kept,
  };
}
