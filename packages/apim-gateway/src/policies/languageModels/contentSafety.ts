import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { after, given, type Maybe, type Waiting } from "../../pipeline/waiting";
import type { PolicyElement } from "../../xml/policyDocument";
import {
  checkTexts,
  longestText,
  type SafetyRules,
  type SafetyVerdict,
  textWindows,
} from "./contentSafetyCheck";
import { readCompletion, readPrompt } from "./promptText";
import { type StreamWindow, safeStream } from "./safeStream";
import { PendingAnswer } from "./semanticLookup";

const policyName = "llm-content-safety";

/**
 * Asks Azure AI Content Safety about prompts (in inbound) and completions (in outbound, or in inbound with
 * `enforce-on-completions`), and refuses with 403 what the rules do not allow.
 */
export const contentSafety: PolicyDefinition = {
  name: policyName,
  compile(element, compiler) {
    const rulesOf = compileRules(element, compiler);
    const onCompletions = compiler.boolean(element, "enforce-on-completions", false);
    const size = compiler.number(element, "window-size", longestText);
    const overlap = compiler.number(element, "window-overlap-size", 0);
    const windowOf = (exchange: Exchange): StreamWindow => ({
      size: Math.min(Math.max(1, size(exchange)), longestText),
      overlap: overlap(exchange),
    });
    if (compiler.section === "outbound")
      return (exchange) => checkCompletion(exchange, rulesOf(exchange), windowOf(exchange));
    const check = (exchange: Exchange): Waiting => {
      const rules = rulesOf(exchange);
      const window = windowOf(exchange);
      if (onCompletions(exchange))
        exchange.hooks.onResponse(() =>
          exchange.attempts.length === 0 ? undefined : checkCompletion(exchange, rules, window),
        );
      return checkPrompt(exchange, rules);
    };
    return (exchange) => after(ready(exchange, { request: true, response: false }), check, exchange);
  },
};

function compileRules(element: PolicyElement, compiler: PolicyCompiler): (exchange: Exchange) => SafetyRules {
  const backend = compiler.text(element, "backend-id");
  const shield = compiler.boolean(element, "shield-prompt", false);
  const child = (name: string) => element.children.find((each) => each.name === name);
  const categories = child("categories");
  const outputType =
    categories === undefined ? undefined : compiler.text(categories, "output-type", "FourSeverityLevels");
  const thresholds = (categories?.children ?? []).map((category) => ({
    name: compiler.text(category, "name"),
    threshold: compiler.number(category, "threshold", 0),
  }));
  const blocklists = (child("blocklists")?.children ?? []).map((id) => compiler.content(id));
  return (exchange) => ({
    backend: backend(exchange),
    shield: shield(exchange),
    outputType: outputType?.(exchange) ?? "FourSeverityLevels",
    categories: thresholds.map(({ name, threshold }) => ({
      name: name(exchange),
      threshold: threshold(exchange),
    })),
    blocklists: blocklists.map((id) => id(exchange).trim()),
  });
}

function checkPrompt(exchange: Exchange, rules: SafetyRules): undefined | Promise<void> {
  const { body } = exchange.request;
  const text = body === null ? undefined : readPrompt(body.text(), false)?.text;
  if (text === undefined || text === "") return undefined;
  const tooLong = exchange.services.settings.contentSafetyTooLong;
  if (text.length > longestText && tooLong !== "split") {
    exchange.recorder?.note(`The prompt has ${text.length} characters, more than ${longestText}.`);
    throw tooLong === "error" ? unavailable("The prompt is too long.") : harmful(exchange);
  }
  return obey(exchange, checkTexts(exchange, rules, textWindows(text, longestText, 0), true));
}

/** Only a success is a completion. A stream is checked as it passes. */
function checkCompletion(
  exchange: Exchange,
  rules: SafetyRules,
  window: StreamWindow,
): undefined | Promise<void> {
  const { response } = exchange;
  if (response?.body == null || response.statusCode < 200 || response.statusCode > 299) return undefined;
  const check = (text: string) =>
    checkTexts(exchange, rules, textWindows(text, window.size, window.overlap), false);
  if (response.headers.get("Content-Type")?.toLowerCase().startsWith("text/event-stream")) {
    response.body = safeStream(response.body, window, async (text) => {
      const verdict = await check(text);
      if (verdict.kind === "safe") return true;
      exchange.recorder?.note(`The stream is ended: ${verdict.why}.`);
      exchange.keep(PendingAnswer).cutShort = true;
      return false;
    });
    return undefined;
  }
  const obeyIt = () => {
    const text = readCompletion(response.body?.text() ?? "");
    return text === "" ? undefined : obey(exchange, check(text));
  };
  return after(ready(exchange, { request: false, response: true }), obeyIt, exchange);
}

const obey = (exchange: Exchange, verdict: Maybe<SafetyVerdict>): Waiting => given(verdict, act, exchange);

function act(verdict: SafetyVerdict, exchange: Exchange): undefined {
  if (verdict.kind === "safe") return undefined;
  exchange.recorder?.note(`Content safety: ${verdict.why}.`);
  const fails =
    verdict.kind === "unavailable" && exchange.services.settings.contentSafetyUnavailable === "error";
  throw fails ? unavailable(verdict.why) : harmful(exchange);
}

const harmful = (exchange: Exchange) =>
  new PolicyFailure({
    reason: exchange.services.settings.contentSafetyReason,
    message: "Request failed content safety check.",
    status: 403,
    source: policyName,
  });

const unavailable = (why: string) =>
  new PolicyFailure({ reason: "ContentSafetyUnavailable", message: why, status: 500, source: policyName });
