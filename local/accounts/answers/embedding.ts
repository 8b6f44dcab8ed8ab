import { type Answer, errorAnswer, jsonAnswer } from "./answer";
import { type Inference, modelName } from "./inference";
import { drawn, numbersFrom, PRIME } from "./words";

/** Inputs of one request (Azure OpenAI, quotas and limits). */
const MOST_INPUTS = 2048;

const DIMENSIONS: Readonly<Record<string, number>> = {
  "text-embedding-3-large": 3072,
  "text-embedding-3-small": 1536,
};

/** Embeddings: unit vectors drawn from each input, as numbers or in base64. */
export function embeddingAnswer({ body, deployment, settings, prompt }: Inference): Answer {
  const { input } = body;
  const single = typeof input === "string" || (Array.isArray(input) && typeof input[0] === "number");
  const inputs: readonly unknown[] = single ? [input] : Array.isArray(input) ? input : [];
  if (inputs.length === 0 || inputs.length > MOST_INPUTS)
    return errorAnswer(
      400,
      "invalid_request_error",
      `\`input\` must be a text or a list of 1 to ${MOST_INPUTS} texts.`,
    );
  const most = DIMENSIONS[deployment.model] ?? 1536;
  const asked = body.dimensions ?? most;
  if (typeof asked !== "number" || !Number.isInteger(asked) || asked < 1 || asked > most)
    return errorAnswer(
      400,
      "invalid_request_error",
      `\`dimensions\` must be a whole number from 1 to ${most}.`,
    );
  const data = inputs.map((each, index) => {
    const vector = vectorOf(JSON.stringify(each), asked, settings.seed);
    const embedding =
      body.encoding_format === "base64" ? Buffer.from(vector.buffer).toString("base64") : [...vector];
    return { embedding, index, object: "embedding" };
  });
  const usage = { prompt_tokens: prompt, total_tokens: prompt };
  return jsonAnswer(
    200,
    { data, model: modelName(deployment), object: "list", usage },
    settings.firstTokenMs / 4,
  );
}

function vectorOf(text: string, dimensions: number, seed: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const next = numbersFrom(drawn(seed, text));
  let squares = 0;
  for (let index = 0; index < dimensions; index++) {
    const value = next() / PRIME - 0.5;
    vector[index] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}
