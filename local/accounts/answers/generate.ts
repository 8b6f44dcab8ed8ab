import { isReasoning } from "../../../infra/topology/data";
import type { AccountSettings } from "../settings";
import { sampleOf } from "./sampleOf";
import { drawn, words } from "./words";

/** A function that the model wants to be called. */
export interface ToolCall {
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
}

/** What a model answers, before anybody puts it in a protocol's shape. */
export interface Generated {
  /** Tokens that nobody sees. */
  readonly thinking: number;
  /** One a token. */
  readonly pieces: readonly string[];
  readonly toolCall?: ToolCall;
  readonly finish: "stop" | "length" | "tool_calls";
}

type Body = Readonly<Record<string, unknown>>;

/** `max_tokens` under any of its names; `undefined`: none was given. */
export function tokenLimit(body: Body): number | undefined {
  const limit = body.max_completion_tokens ?? body.max_output_tokens ?? body.max_tokens;
  return typeof limit === "number" && limit > 0 ? limit : undefined;
}

/**
 * What a model answers: text drawn from the request, so that the same request is answered the same; JSON or the call of a
 * tool where one is demanded.
 *
 * @param choice which of `n`
 */
export function generate(body: Body, model: string, settings: AccountSettings, choice = 0): Generated {
  const seed = `${settings.seed} ${choice} ${JSON.stringify(body.messages ?? body.input ?? body.prompt)}`;
  const thinks = isReasoning(model) && effortOf(body) !== "none" && effortOf(body) !== "minimal";
  const limit = tokenLimit(body) ?? Number.POSITIVE_INFINITY;
  const thinking = Math.min(thinks ? settings.thinkingTokens : 0, limit);
  const toolCall = demandedCall(body);
  if (toolCall !== undefined) return { thinking, pieces: [], toolCall, finish: "tool_calls" };
  const shape = demandedShape(body);
  const usual = Math.max(1, Math.round(settings.answerTokens * (0.5 + 1.5 * drawn(seed))));
  const whole = shape === undefined ? words(usual, seed) : pieced(JSON.stringify(shape));
  const stopped = shape === undefined ? beforeStop(whole, body.stop) : whole;
  const pieces = stopped.slice(0, limit - thinking);
  return { thinking, pieces, finish: pieces.length < stopped.length ? "length" : "stop" };
}

function effortOf({ reasoning_effort: effort, reasoning }: Body): unknown {
  return effort ?? (reasoning as { effort?: unknown } | undefined)?.effort;
}

/** Text in pieces of four characters, which is what a token has on average. */
const pieced = (text: string): string[] => text.match(/[\s\S]{1,4}/g) ?? [];

function beforeStop(pieces: readonly string[], stop: unknown): readonly string[] {
  const stops = (Array.isArray(stop) ? stop : [stop]).filter(
    (each): each is string => typeof each === "string" && each !== "",
  );
  const text = pieces.join("");
  const ends = stops.map((each) => text.indexOf(each)).filter((at) => at >= 0);
  if (ends.length === 0) return pieces;
  const kept: string[] = [];
  let left = Math.min(...ends);
  for (const piece of pieces) {
    if (left <= 0) break;
    kept.push(piece.slice(0, left));
    left -= piece.length;
  }
  return kept;
}

/** The shape of a structured answer; `undefined`: plain text. */
function demandedShape({ response_format: format, text }: Body): unknown {
  const wanted = (format ?? (text as Body | undefined)?.format) as Body | undefined;
  if (wanted?.type === "json_object") return { answer: "text" };
  if (wanted?.type !== "json_schema") return undefined;
  return sampleOf((wanted.json_schema as Body | undefined)?.schema ?? wanted.schema);
}

/** Where the caller demands that a tool be called: the first, or the one that it names. */
function demandedCall({ tools, tool_choice: choice }: Body): ToolCall | undefined {
  if (!Array.isArray(tools) || choice === undefined || choice === "auto" || choice === "none")
    return undefined;
  const wanted = choice as Body;
  const name = (wanted.function as Body | undefined)?.name ?? wanted.name;
  const functions = (tools as Body[]).map((tool) => (tool.function ?? tool) as Body);
  const tool = functions.find((each) => each.name === name) ?? functions[0];
  if (tool === undefined || typeof tool.name !== "string") return undefined;
  return { name: tool.name, arguments: JSON.stringify(sampleOf(tool.parameters)) };
}
