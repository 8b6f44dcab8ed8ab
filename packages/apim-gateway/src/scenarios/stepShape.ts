import { bodyText, type CallParts, expectedHeaders, methods, oneCall } from "./callShape";
import { field, object, type PlacedFields, required } from "./objectShape";
import {
  type Comparison,
  countComparison,
  duration,
  duringComparison,
  rate as rateShape,
  shareComparison,
} from "./quantities";
import {
  anything,
  either,
  isList,
  isMapping,
  isScalar,
  list,
  mapped,
  named,
  parsed,
  text,
  whole,
  word,
  type YamlShape,
} from "./shape";

/** Each is kept until its step is over. */
const MOST_REQUESTS = 100_000;

const target = parsed(
  "a path that begins with `/`",
  (written) => (/^\/\S*$/.test(written) ? written : undefined),
  {
    type: "string",
    pattern: "^/",
  },
);

const sendFields = {
  ...(Object.fromEntries(
    methods.map((method) => [method, field(target, `Path and query of a ${method}.`)]),
  ) as { readonly [M in (typeof methods)[number]]: ReturnType<typeof field<string>> }),
  headers: field(named(text("a text"), "a mapping of headers"), "Headers of the request."),
  json: field(anything, "Body in JSON; sets `Content-Type`."),
  text: field(text(), "Body as it is."),
  after: field(duration, "Time to wait before it is sent."),
  times: field(
    whole(1, MOST_REQUESTS),
    "How often it is sent: one after the other, or with `at: once` together.",
  ),
  at: field(word("once"), "All of `times` are sent at the same moment."),
  rate: field(rateShape, "How many are sent in which time, evenly, whether or not they are answered."),
  for: field(duration, "How long they are sent at that rate."),
  from: field(text("an IP address"), "Address of the caller."),
  subscription: field(
    text("the name of a subscription"),
    "Whose key the caller sends. Of a policy alone each name is a subscription; of a folder those that it has are.",
  ),
  leaves: field(duration, "The caller goes away after this time."),
};

export type Send = PlacedFields<typeof sendFields>;

export const send: YamlShape<Send> = object(sendFields, {
  what: "a request (`send`)",
  example: "{ POST: /orders, json: {} }",
  instead: {
    ...Object.fromEntries(
      ["method", "path", "url", "uri"].map((key) => [
        key,
        "Write the method with its path: `POST: /orders`.",
      ]),
    ),
    body: "Write `json` or `text`.",
    ...Object.fromEntries(
      ["status", "calls", "within", "share", "breakers", "counters", "exactly", "expect"].map((key) => [
        key,
        "It belongs beside `send`, in `expect`.",
      ]),
    ),
  },
  also: { anyOf: methods.map((method) => ({ required: [method] })) },
  check({ places, offset, times, rate, for: lasting }, report) {
    const lines = methods.filter((method) => method in places);
    if (lines.length === 0)
      report(offset, `a request needs a method with its path, as in \`POST: /chat/completions\`.`);
    if (lines.length > 1)
      report(
        places[lines[1] as string] as number,
        `\`${lines.join("` and `")}\` exclude each other: a request has one method.`,
      );
    if ("json" in places && "text" in places)
      report(places.text as number, "`json` and `text` exclude each other: keep one.");
    if ("at" in places && times === undefined) report(places.at as number, "`at: once` needs `times`.");
    if ("rate" in places !== "for" in places)
      report(
        (places.rate ?? places.for) as number,
        "`rate` and `for` go together: `rate: 50/s` and `for: 1 min`.",
      );
    if (rate !== undefined && lasting !== undefined && (rate.count * lasting) / rate.periodMs > MOST_REQUESTS)
      report(
        places.rate as number,
        `these are more than ${MOST_REQUESTS} requests: send them for a shorter time.`,
      );
    if ("rate" in places && "times" in places)
      report(places.times as number, "`times` and `rate` exclude each other: keep one.");
  },
});

export interface ExpectedCall {
  readonly backend: string;
  readonly parts: CallParts | undefined;
  readonly at: number;
}

export type ExpectedCalls =
  | { readonly kind: "list"; readonly calls: readonly ExpectedCall[] }
  | {
      readonly kind: "counts";
      readonly counts: readonly { readonly name: string; readonly value: Comparison; readonly at: number }[];
    };

const calls: YamlShape<ExpectedCalls> = either<ExpectedCalls>(
  "a list of the backends that are called, in order, or counts by backend",
  {
    when: isList,
    shape: mapped(
      list(
        either<ExpectedCall>(
          "the name of a backend, or `name: { body: as sent }`",
          { when: isScalar, shape: mapped(text(), (backend, { at }) => ({ backend, parts: undefined, at })) },
          {
            when: (node) => node.kind === "map" && node.entries.length === 1,
            shape: mapped(named(oneCall, "a call"), ([first], { at }) => ({
              backend: first?.name ?? "",
              parts: first?.value,
              at,
            })),
          },
        ),
      ),
      (all) => ({ kind: "list", calls: all }),
    ),
  },
  {
    when: isMapping,
    shape: mapped(named(countComparison, "counts by backend"), (counts) => ({ kind: "counts", counts })),
  },
);

const exactly = object(
  {
    json: field(anything, "The whole body in JSON."),
    headers: field(named(text(), "a mapping of headers"), "All headers."),
  },
  { what: "`exactly`" },
);

const counts = (about: string) => field(named(countComparison, "counts by key"), about);

const counters = object(
  {
    rate: counts("Calls that `rate-limit-by-key` counts by a key, or `rate-limit` by a subscription."),
    quota: counts("Calls that `quota-by-key` counts by a key, or `quota` by a subscription."),
    tokens: counts("Tokens of the last minute by the key of a token limit."),
    "token-quota": counts("Tokens of the present period by the key of a token limit."),
  },
  { what: "`counters`" },
);

const expectFields = {
  status: field(whole(100, 599), "Status of the answer, of each of them where there are several."),
  headers: field(expectedHeaders, "Headers of the answer: those that are named; `null`: not there."),
  json: field(anything, "Body in JSON: what is named must match, the rest is free."),
  text: field(bodyText, "Body as it is, or a part of it."),
  exactly: field(exactly, "`json` or `headers`, and nothing beside what is named."),
  stream: field(list(text()), "The pieces of the body as they arrive."),
  first: field(
    duringComparison,
    "Time until the first piece of the body; at most, unless a sign says otherwise.",
  ),
  cut: field(word("true", "false"), "Whether the answer breaks off."),
  calls: field(calls, "Backends that are called: a list in order, or counts by name."),
  within: field(
    duringComparison,
    "Time until the answer is complete; at most, unless a sign says otherwise.",
  ),
  share: field(named(shareComparison, "shares by status"), "Per cent of the answers with each status."),
  breakers: field(
    named(word("open", "half-open", "closed"), "states by backend"),
    "State of breakers when the last answer is complete.",
  ),
  counters: field(counters, "What limits have counted by then; a key that nobody counts has 0."),
};

export type Expect = PlacedFields<typeof expectFields>;

export const expectation: YamlShape<Expect> = object(expectFields, {
  what: "what is expected (`expect`)",
  example: "{ status: 200 }",
  instead: {
    body: "Write `json` or `text`.",
    code: "Write `status`.",
    ...Object.fromEntries(
      ["after", "times", "rate", "for", "subscription", "from", "leaves"].map((key) => [
        key,
        "It belongs in `send`.",
      ]),
    ),
  },
  check({ share, places, offset }, report) {
    if (Object.keys(places).length === 0)
      report(offset, "`expect` is empty: say what must be true, as in `expect: { status: 200 }`.");
    for (const { name, at } of share ?? [])
      if (!/^[1-5]\d\d$/.test(name))
        report(at, `\`share\` has statuses for keys, as in \`200: "> 99 %"\`, not \`${name}\`.`);
  },
});

/** A request, and what is expected of it. */
export interface ScenarioStep {
  readonly send: Send;
  readonly expect: Expect | undefined;
}

export const step: YamlShape<ScenarioStep> = mapped(
  object(
    {
      send: required(send, "What the caller sends."),
      expect: field(expectation, "What must be true then."),
    },
    { what: "a step" },
  ),
  ({ send: sent, expect }) => ({ send: sent as Send, expect }),
);
