import type { Exchange } from "../../pipeline/exchange";
import { given, type Maybe } from "../../pipeline/waiting";
import { callService, type ServiceAnswer, type ServiceCall } from "./serviceCall";

/** What content safety looks for in one request. */
export interface SafetyRules {
  readonly backend: string;
  readonly shield: boolean;
  readonly outputType: string;
  readonly categories: readonly { readonly name: string; readonly threshold: number }[];
  readonly blocklists: readonly string[];
}

/** `harmful`: found what the rules refuse; `unavailable`: the service gave no answer that tells. */
export type SafetyVerdict =
  | { readonly kind: "safe" }
  | { readonly kind: "harmful" | "unavailable"; readonly why: string };

/** Limit of Azure AI Content Safety for one text. */
export const longestText = 10_000;

const safe: SafetyVerdict = { kind: "safe" };

/**
 * Asks Azure AI Content Safety about each text in turn, until one is not safe.
 *
 * @param prompts whether they are prompts, which may attack the model
 */
export function checkTexts(
  exchange: Exchange,
  rules: SafetyRules,
  texts: readonly string[],
  prompts: boolean,
): Maybe<SafetyVerdict> {
  const analyzes = rules.categories.length > 0 || rules.blocklists.length > 0;
  const checks = texts.flatMap((text) => [
    ...(analyzes ? [() => analyze(exchange, rules, text)] : []),
    ...(prompts && rules.shield ? [() => shield(exchange, rules, text)] : []),
  ]);
  return firstUnsafe(checks, 0);
}

/** One after the other, as each costs; there are a few. */
function firstUnsafe(checks: readonly (() => Maybe<SafetyVerdict>)[], from: number): Maybe<SafetyVerdict> {
  const check = checks[from];
  return check === undefined ? safe : given(check(), orNext, checks, from + 1);
}

const orNext = (
  verdict: SafetyVerdict,
  checks: readonly (() => Maybe<SafetyVerdict>)[],
  next: number,
): Maybe<SafetyVerdict> => (verdict.kind === "safe" ? firstUnsafe(checks, next) : verdict);

function analyze(exchange: Exchange, rules: SafetyRules, text: string): Maybe<SafetyVerdict> {
  const body = {
    text,
    ...(rules.categories.length > 0 ? { categories: rules.categories.map(({ name }) => name) } : {}),
    ...(rules.blocklists.length > 0 ? { blocklistNames: rules.blocklists } : {}),
    outputType: rules.outputType,
  };
  return ask(exchange, rules, "text:analyze", body, (json) => judgeAnalysis(rules, json));
}

function judgeAnalysis(rules: SafetyRules, json: unknown): SafetyVerdict {
  const { blocklistsMatch, categoriesAnalysis } = (json ?? {}) as Record<string, unknown>;
  if (Array.isArray(blocklistsMatch) && blocklistsMatch.length > 0)
    return { kind: "harmful", why: "a blocklist matches" };
  if (!Array.isArray(categoriesAnalysis)) return { kind: "unavailable", why: "the answer has no analysis" };
  for (const found of categoriesAnalysis as ({ category?: unknown; severity?: unknown } | null)[]) {
    const rule = rules.categories.find(({ name }) => name === found?.category);
    if (rule !== undefined && Number(found?.severity) >= rule.threshold)
      return { kind: "harmful", why: `${rule.name} has severity ${found?.severity}` };
  }
  return safe;
}

function shield(exchange: Exchange, rules: SafetyRules, text: string): Maybe<SafetyVerdict> {
  return ask(exchange, rules, "text:shieldPrompt", { userPrompt: text, documents: [] }, (json) => {
    const { userPromptAnalysis } = (json ?? {}) as { userPromptAnalysis?: { attackDetected?: unknown } };
    if (typeof userPromptAnalysis?.attackDetected !== "boolean")
      return { kind: "unavailable", why: "the answer has no analysis" };
    return userPromptAnalysis.attackDetected ? { kind: "harmful", why: "the prompt is an attack" } : safe;
  });
}

function ask(
  exchange: Exchange,
  { backend }: SafetyRules,
  operation: string,
  body: unknown,
  judge: (json: unknown) => SafetyVerdict,
): Maybe<SafetyVerdict> {
  const { services } = exchange;
  const call: ServiceCall = {
    backend,
    path: `/contentsafety/${operation}`,
    query: `api-version=${services.settings.contentSafetyVersion}`,
    body,
    timeoutMs: services.settings.contentSafetyTimeoutMs,
  };
  return given(callService(exchange, call), verdictOf, backend, judge);
}

function verdictOf(
  answer: ServiceAnswer,
  backend: string,
  judge: (json: unknown) => SafetyVerdict,
): SafetyVerdict {
  if (answer.kind === "failed") return { kind: "unavailable", why: answer.why };
  return answer.status === 200
    ? judge(answer.json)
    : { kind: "unavailable", why: `${backend} answered ${answer.status}` };
}

/** Pieces of at most `size` characters, each with the last `overlap` characters of the piece before. */
export function textWindows(text: string, size: number, overlap: number): string[] {
  const step = Math.max(1, size - overlap);
  const windows: string[] = [];
  for (let at = 0; at < text.length; at += step) {
    windows.push(text.slice(at, at + size));
    if (at + size >= text.length) break;
  }
  return windows;
}
