import { shownText } from "./shownText";
import type { Trace, TracePolicy } from "./trace";

/**
 * A trace without what bodies say: prompts, answers, and whatever else callers and backends put into them. Texts that
 * expressions took from a body are left out, and those that they took from a variable that holds such a text. Numbers,
 * truth and the name of a model stay: they tell why a policy did what it did.
 *
 * It goes by the sources of the expressions, so that what a policy has made of a body is left out too. What an exception
 * quotes of a body stays where no expression has shown it.
 */
export function withoutBodies(trace: Trace): Trace {
  const held = new HeldBodies(trace.policies.some(({ policy }) => policy === "cache-lookup-value"));
  const policies = trace.policies.map((policy) => held.leftOut(policy));
  // What was seen of a body goes wherever else it stands: in URLs, in what a policy says, in messages.
  const { error } = trace;
  const cut = (text: string) => upTo(held.withoutUrls(text), held.starts);
  return {
    ...trace,
    bodies: "hidden",
    reason: cut(trace.reason),
    error: error === null ? null : { ...error, message: cut(error.message) },
    policies: policies.map((policy) => ({
      ...policy,
      notes: policy.notes.map(cut),
      failure: policy.failure === null ? null : cut(policy.failure),
    })),
    attempts: trace.attempts.map((attempt) => ({ ...attempt, url: cut(attempt.url) })),
  };
}

/** `.Body`, also behind `?`. */
const readsBody = /\.\s*Body\b/;
/** A variable by its name, in brackets or in a method. */
const named = /\bVariables\s*(?:\[\s*|\.\s*\w+\s*(?:<[^()]{0,80}>\s*)?\(\s*)"((?:[^"\\]|\\.){1,200})"/g;
/** All variables, or one whose name is worked out. */
const anyVariable =
  /\bVariables\b(?!\s*(?:\[\s*"|\.\s*(?:ContainsKey|Count)\b|\.\s*\w+\s*(?:<[^()]{0,80}>\s*)?\(\s*"))/;
/** Not text of anybody's: nothing, truth, a number, an exception's type. */
const bare =
  /^(?:null|True|False|-?[\d.,]+(?:E[+-]?\d+)?|threw (?:(?:System|Newtonsoft)[\w.]+|LimitExceeded))$/;
/** As models and deployments are called. */
const oneWord = /^"?[\w.:-]{1,64}"?$/;
const namesModel = /"(?:model|deployment)"/;

/** Policies that make URLs, or a part of their paths. */
const makesUrls = new Set(["rewrite-uri", "set-backend-service", "send-request", "send-one-way-request"]);

class HeldBodies {
  /** How the texts begin that were left out. */
  readonly starts = new Set<string>();
  /** What of a URL is free of them, however it spells them. */
  private free: "all" | "path" | "origin" = "all";
  /** Variables that hold text of a body. */
  private readonly holding = new Set<string>();
  /** Variables that a policy of this request has set. */
  private readonly set = new Set<string>();

  /** @param cached whether variables may come from a cache, in which an earlier request may have put a body */
  constructor(private readonly cached: boolean) {}

  leftOut(policy: TracePolicy): TracePolicy {
    const hidden: string[] = [];
    let talks = false;
    const expressions = policy.expressions.map((expression) => {
      const { source, value } = expression;
      if (!this.readsBody(source)) return expression;
      talks ||= /\bTrace\s*\(/.test(source);
      if (bare.test(value) || (namesModel.test(source) && oneWord.test(value))) return expression;
      hidden.push(value);
      const start = startOf(value);
      if (start.length >= SHORTEST_START) this.starts.add(start);
      return { ...expression, value: inPlaceOf(value) };
    });
    if (policy.policy === "set-variable") this.keep(policy.notes.at(-1), hidden.length > 0);
    if (hidden.length === 0 && !talks) return policy;
    if (policy.policy === "set-query-parameter" && this.free === "all") this.free = "path";
    if (policy.policy !== null && makesUrls.has(policy.policy)) this.free = "origin";
    // In its own notes even a short text is the one that was left out.
    const shortest = hidden.map(startOf).filter((start) => start.trim() !== "");
    const last = policy.policy === "set-variable" ? policy.notes.length - 1 : -1;
    return {
      ...policy,
      expressions,
      notes: policy.notes.map((note, index) => {
        if (index === last) return note;
        return talks ? "(what it says of a body is not shown)" : upTo(note, shortest);
      }),
    };
  }

  /** A text without what its URLs may hold of bodies. */
  withoutUrls(text: string): string {
    if (this.free === "all") return text;
    const { free } = this;
    return text.replace(/\S+/g, (word) => freeOf(word, free));
  }

  private keep(note: string | undefined, holds: boolean): void {
    if (note === undefined) return;
    const name = note.split(" = ", 1)[0] as string;
    this.set.add(name);
    if (holds) this.holding.add(name);
    else this.holding.delete(name);
  }

  private readsBody(source: string): boolean {
    if (readsBody.test(source)) return true;
    if ((this.cached || this.holding.size > 0) && anyVariable.test(source)) return true;
    for (const [, name = ""] of source.matchAll(named))
      if (this.holding.has(name) || (this.cached && !this.set.has(name))) return true;
    return false;
  }
}

/** A word without what its URL may hold of bodies. */
function freeOf(word: string, free: "path" | "origin"): string {
  const start = word.search(/\bhttps?:\/\//);
  if (start < 0) return word;
  const mark = free === "path" ? word.indexOf("?", start) : word.indexOf("/", word.indexOf("//", start) + 2);
  return mark < 0 || mark === word.length - 1 ? word : `${word.slice(0, mark + 1)}(text of a body)`;
}

const inPlaceOf = (value: string) => `(${sizeOf(value)} characters of a body)`;

/** Of a value that is cut: what it says that it had. */
function sizeOf(value: string): string {
  return /… \((\d+) characters\)"?$/.exec(value)?.[1] ?? String(shownText(value).length);
}

/** What is the same in a value and wherever it stands: not all places show as much of it. */
const LONGEST_START = 24;
/** Shorter texts stand in many places by chance. */
const SHORTEST_START = 8;

const startOf = (value: string) => shownText(value).slice(0, LONGEST_START);

/** A text up to where one of these begins. */
function upTo(text: string, starts: Iterable<string>): string {
  let end = text.length;
  for (const start of starts) {
    const at = text.indexOf(start);
    if (at >= 0 && at < end) end = at;
  }
  return end === text.length ? text : `${text.slice(0, end)}(text of a body)`;
}
