import { answer, answerFields, answerOf, checkAnswer, type ScriptedAnswer, script } from "./answerShape";
import { type CallParts, oneCall } from "./callShape";
import { field, object } from "./objectShape";
import { type PoolMemberScript, pool, type Trips, trips } from "./poolShape";
import { type Rate, rate } from "./quantities";
import {
  described,
  either,
  isList,
  isMapping,
  isScalar,
  list,
  mapped,
  type ReportMistake,
  text,
  whole,
  type YamlShape,
} from "./shape";
import type { ScenarioNode } from "./yamlNode";

/** How much a backend takes before it answers 429. */
export type AdmissionRule =
  | { readonly kind: "window"; readonly rate: Rate }
  | { readonly kind: "tokens"; readonly rate: Rate }
  | { readonly kind: "bucket"; readonly size: number; readonly rate: Rate };

/** What a program gives instead of answers. */
export type AnswerFunction = (call: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Calls of this backend, this one included. */
  readonly number: number;
}) => unknown;

/** An answer that is given every time to calls that are so; without `when`, to all. */
export interface AnswerRule {
  readonly when: CallParts | undefined;
  readonly answer: ScriptedAnswer;
}

export interface BackendScript {
  readonly url: string | undefined;
  /** Used up in order, or the one that is given every time, or what makes them. Left out: a pool. */
  readonly answers:
    | { readonly kind: "script"; readonly list: readonly ScriptedAnswer[] }
    | { readonly kind: "always"; readonly answer: ScriptedAnswer }
    | { readonly kind: "rules"; readonly rules: readonly AnswerRule[] }
    | { readonly kind: "function"; readonly make: AnswerFunction }
    | undefined;
  readonly pool: readonly PoolMemberScript[] | undefined;
  readonly trips: Trips | undefined;
  readonly admission: AdmissionRule | undefined;
}

const rule: YamlShape<AnswerRule> = mapped(
  object(
    {
      ...answerFields,
      when: field(oneCall, "Calls that it is for; all that no rule before it is for, where it is left out."),
    },
    { what: "a rule", check: checkAnswer },
  ),
  ({ when, ...parts }) => ({ when, answer: answerOf(parts) }),
);

const backendFields = {
  ...answerFields,
  rules: field(
    list(rule, "a list of rules"),
    "Answers by what a call is: the first rule that is for it counts.",
  ),
  answers: field(script, "A script: answers that are used up in order."),
  url: field(
    text("an absolute URL"),
    "Where the policies call it; `https://<name>.example` where it is left out.",
  ),
  pool: field(pool, "Members: a list, or priorities by name."),
  trips: field(trips, "The breaker of this backend, or of each member of this pool."),
  window: field(rate, "Calls that are admitted; further ones are answered 429 with `Retry-After`."),
  tokens: field(
    rate,
    "Tokens that are admitted (a quarter of the prompt's characters and `max_tokens`); then 429.",
  ),
  bucket: field(
    object(
      {
        size: field(whole(1, 1_000_000_000), "Calls that it holds."),
        refill: field(rate, "Calls that come back."),
      },
      { what: "a bucket" },
    ),
    "Calls that are admitted out of a bucket; then 429.",
  ),
};

const whole_: YamlShape<BackendScript> = mapped(
  object(backendFields, {
    what: "a backend",
    instead: { body: "Write `json` or `text`.", code: "Write `status`.", members: "Write `pool`." },
    check(value, report) {
      checkAnswer(value, report);
      checkBackend(value.places, report);
    },
  }),
  (parts) => {
    const { url, pool: members, trips: breaker, window, tokens, bucket, answers, rules } = parts;
    return {
      url,
      pool: members,
      trips: breaker,
      answers:
        members !== undefined
          ? undefined
          : answers !== undefined
            ? { kind: "script", list: answers }
            : rules !== undefined
              ? { kind: "rules", rules }
              : { kind: "always", answer: answerOf(parts) },
      admission:
        window !== undefined
          ? { kind: "window", rate: window }
          : tokens !== undefined
            ? { kind: "tokens", rate: tokens }
            : bucket?.refill !== undefined
              ? { kind: "bucket", size: bucket.size ?? bucket.refill.count, rate: bucket.refill }
              : undefined,
    };
  },
);

function checkBackend(places: Readonly<Record<string, number>>, report: ReportMistake): void {
  const given = (names: readonly string[]) => names.filter((name) => name in places);
  const own = given([...Object.keys(answerFields), "answers", "rules", "url", "window", "tokens", "bucket"]);
  if ("pool" in places && own.length > 0)
    report(
      places[own[0] as string] as number,
      `\`${own[0]}\` belongs to a backend, and this is a pool: its members answer.`,
    );
  const answering = given(Object.keys(answerFields));
  if ("answers" in places && "rules" in places)
    report(places.rules as number, "`answers` and `rules` exclude each other: keep one.");
  if ("rules" in places && answering.length > 0)
    report(
      places[answering[0] as string] as number,
      `\`${answering[0]}\` stands beside \`rules\`: put it into a rule.`,
    );
  if ("answers" in places && answering.length > 0)
    report(
      places[answering[0] as string] as number,
      `\`${answering[0]}\` stands beside \`answers\`: put it into each answer of the list.`,
    );
  const admitting = given(["window", "tokens", "bucket"]);
  if (admitting.length > 1)
    report(
      places[admitting[1] as string] as number,
      `\`${admitting.join("` and `")}\` exclude each other: keep one.`,
    );
}

const plain = { url: undefined, pool: undefined, trips: undefined, admission: undefined };

const made: YamlShape<BackendScript> = {
  expects: "a function",
  schema: false as never,
  read: (node) => ({
    ...plain,
    answers: { kind: "function", make: (node as { value: AnswerFunction }).value },
  }),
};

/** One of `backends`. */
export const backend: YamlShape<BackendScript> = either<BackendScript>(
  "a list of answers that are used up, or one answer that is given every time",
  {
    when: isList,
    shape: mapped(script, (answers) => ({ ...plain, answers: { kind: "script", list: answers } })),
  },
  { when: isMapping, shape: whole_ },
  {
    when: (node: ScenarioNode) => isScalar(node) && described(node) !== "empty",
    shape: mapped(answer, (each) => ({ ...plain, answers: { kind: "always", answer: each } })),
  },
);

/** The same for programs, where it may be a function. */
export const backendOrFunction: YamlShape<BackendScript> = {
  expects: backend.expects,
  schema: backend.schema,
  read: (node, report) => (node.kind === "function" ? made : backend).read(node, report),
};
