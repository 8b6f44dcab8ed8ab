import { jsonAnswer, type Part } from "./answer";
import { outputTokens, type Priced } from "./chat";
import { generate } from "./generate";
import {
  created,
  event,
  filterResults,
  type Inference,
  modelName,
  STREAM_TYPE,
  tokenMs,
  wholeMs,
} from "./inference";

/** Completions of a text, as older clients ask for them. */
export function completionAnswer(asked: Inference): Priced {
  const { body, deployment, settings, prompt } = asked;
  const generated = generate(body, deployment.model, settings);
  const output = outputTokens(generated);
  const head = {
    created: created(asked),
    id: `cmpl-${asked.id}`,
    model: modelName(deployment),
    object: "text_completion",
  };
  const usage = { completion_tokens: output, prompt_tokens: prompt, total_tokens: prompt + output };
  const choice = (text: string, finish: string | null) => ({
    content_filter_results: filterResults,
    finish_reason: finish,
    index: 0,
    logprobs: null,
    text,
  });
  if (body.stream !== true) {
    const choices = [choice(generated.pieces.join(""), generated.finish)];
    return { output, answer: jsonAnswer(200, { choices, ...head, usage }, wholeMs(settings, output)) };
  }
  const step = tokenMs(settings);
  const parts: Part[] = [
    ...generated.pieces.map((text) => ({
      afterMs: step,
      text: event({ choices: [choice(text, null)], ...head }),
    })),
    { afterMs: 0, text: event({ choices: [choice("", generated.finish)], ...head }) },
    { afterMs: 0, text: event("[DONE]") },
  ];
  return {
    output,
    answer: { status: 200, headers: { "content-type": STREAM_TYPE }, afterMs: settings.firstTokenMs, parts },
  };
}
