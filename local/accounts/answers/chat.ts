import { type Answer, jsonAnswer, type Part } from "./answer";
import { type Generated, generate } from "./generate";
import {
  created,
  event,
  filterResults,
  type Inference,
  modelName,
  promptFilterResults,
  STREAM_TYPE,
  tokenMs,
  wholeMs,
} from "./inference";

/** An answer with the tokens that were generated. */
export interface Priced {
  readonly answer: Answer;
  readonly output: number;
}

/** Chat completions, whole or streamed (Azure OpenAI, inference 2024-10-21 and v1). */
export function chatAnswer(asked: Inference): Priced {
  const { body, deployment, settings } = asked;
  const count = typeof body.n === "number" && body.n > 0 ? Math.min(body.n, 128) : 1;
  const generated = Array.from({ length: count }, (_, choice) =>
    generate(body, deployment.model, settings, choice),
  );
  const output = generated.reduce((sum, each) => sum + outputTokens(each), 0);
  const thinking = generated.reduce((sum, each) => sum + each.thinking, 0);
  const usage = chatUsage(asked, output, thinking);
  const head = { created: created(asked), id: `chatcmpl-${asked.id}`, model: modelName(deployment) };
  if (body.stream !== true)
    return {
      output,
      answer: jsonAnswer(
        200,
        {
          choices: generated.map((each, index) => wholeChoice(asked, each, index)),
          ...head,
          object: "chat.completion",
          prompt_filter_results: promptFilterResults,
          system_fingerprint: null,
          usage,
        },
        // Choices are generated side by side.
        wholeMs(settings, output / count),
      ),
    };
  return { output, answer: streamed(asked, generated, head, usage) };
}

function wholeChoice(asked: Inference, { pieces, toolCall, finish }: Generated, index: number) {
  return {
    content_filter_results: toolCall === undefined ? filterResults : {},
    finish_reason: finish,
    index,
    logprobs: null,
    message: {
      annotations: [],
      content: toolCall === undefined ? pieces.join("") : null,
      refusal: null,
      role: "assistant",
      ...(toolCall === undefined ? {} : { tool_calls: [callOf(asked, toolCall, index)] }),
    },
  };
}

const callOf = (asked: Inference, call: NonNullable<Generated["toolCall"]>, index: number) => ({
  function: call,
  id: `call_${asked.id.slice(0, 22)}${index}`,
  type: "function",
});

function streamed(
  asked: Inference,
  generated: readonly Generated[],
  head: Readonly<Record<string, unknown>>,
  usage: unknown,
): Answer {
  const { body, settings } = asked;
  const withUsage = (body.stream_options as { include_usage?: unknown } | undefined)?.include_usage === true;
  // With usage asked for, every chunk but the last says that it has none.
  const more = withUsage ? { usage: null } : {};
  const chunk = (choices: readonly unknown[], rest: object = {}) =>
    event({ choices, ...head, object: "chat.completion.chunk", system_fingerprint: null, ...more, ...rest });
  const first = event({
    choices: [],
    created: 0,
    id: "",
    model: "",
    object: "",
    prompt_filter_results: promptFilterResults,
  });
  const parts: Part[] = [{ afterMs: 0, text: first }];
  const thinking = Math.max(...generated.map((each) => each.thinking));
  const step = tokenMs(settings);
  generated.forEach((each, index) => {
    const choice = (delta: object, finish: string | null = null) => ({
      content_filter_results: finish === null && each.toolCall === undefined ? filterResults : {},
      delta,
      finish_reason: finish,
      index,
      logprobs: null,
    });
    const begin =
      each.toolCall === undefined
        ? { content: "", refusal: null, role: "assistant" }
        : {
            content: null,
            refusal: null,
            role: "assistant",
            tool_calls: [{ ...callOf(asked, { ...each.toolCall, arguments: "" }, index), index: 0 }],
          };
    parts.push({ afterMs: index === 0 ? thinking * step : 0, text: chunk([choice(begin)]) });
    if (each.toolCall !== undefined)
      parts.push({
        afterMs: step,
        text: chunk([
          choice({ tool_calls: [{ function: { arguments: each.toolCall.arguments }, index: 0 }] }),
        ]),
      });
    for (const content of each.pieces) parts.push({ afterMs: step, text: chunk([choice({ content })]) });
    parts.push({ afterMs: 0, text: chunk([choice({}, each.finish)]) });
  });
  if (withUsage) parts.push({ afterMs: 0, text: chunk([], { usage }) });
  parts.push({ afterMs: 0, text: event("[DONE]") });
  return { status: 200, headers: { "content-type": STREAM_TYPE }, afterMs: settings.firstTokenMs, parts };
}

/** Tokens that are paid for. */
export const outputTokens = ({ thinking, pieces, toolCall }: Generated): number =>
  thinking + pieces.length + (toolCall === undefined ? 0 : 8 + Math.ceil(toolCall.arguments.length / 4));

const chatUsage = ({ prompt, cached }: Inference, output: number, thinking: number) => ({
  completion_tokens: output,
  completion_tokens_details: {
    accepted_prediction_tokens: 0,
    audio_tokens: 0,
    reasoning_tokens: thinking,
    rejected_prediction_tokens: 0,
  },
  prompt_tokens: prompt,
  prompt_tokens_details: { audio_tokens: 0, cached_tokens: cached },
  total_tokens: prompt + output,
});
