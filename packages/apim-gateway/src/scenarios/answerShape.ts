import { field, object, type PlacedFields } from "./objectShape";
import { duration } from "./quantities";
import {
  anything,
  either,
  flag,
  isList,
  isMapping,
  isScalar,
  list,
  mapped,
  named,
  parsed,
  text,
  whole,
  type YamlShape,
} from "./shape";

/** A piece of a streamed body. */
export interface Chunk {
  /** Milliseconds since the piece before it. */
  readonly afterMs: number;
  readonly text: string;
}

/** What a backend does with one call. */
export interface ScriptedAnswer {
  /** `hang`: nothing, until the caller's patience ends; `refused`: there is no connection. */
  readonly kind: "answer" | "hang" | "refused";
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `undefined`: streamed, in `chunks`. */
  readonly body: string | undefined;
  readonly chunks: readonly Chunk[];
  /** Milliseconds before the head. */
  readonly delayMs: number;
  /** The connection breaks after half of the body, or after the last chunk. */
  readonly cut: boolean;
}

const chunk: YamlShape<Partial<Chunk>> = either(
  "a text, or a text with `after`",
  { when: isScalar, shape: mapped(text(), (value) => ({ text: value })) },
  {
    when: isMapping,
    shape: mapped(
      object(
        {
          after: field(duration, "Time since the piece before it."),
          text: field(text(), "The piece."),
        },
        { what: "a piece of a stream" },
      ),
      ({ after, text: piece }) => ({ text: piece ?? "", ...(after === undefined ? {} : { afterMs: after }) }),
    ),
  },
);

export const answerFields = {
  status: field(whole(200, 599), "Status of the answer; 200 where it is left out."),
  headers: field(named(text("a text"), "a mapping of headers"), "Headers of the answer."),
  json: field(anything, "Body in JSON; sets `Content-Type`."),
  text: field(text(), "Body as it is."),
  stream: field(list(chunk, "a list of pieces"), "Body in pieces, each sent on its own."),
  every: field(duration, "Time between the pieces of `stream`."),
  delay: field(duration, "Time before the head of the answer."),
  hang: field(flag, "The backend takes the call and never answers."),
  refused: field(flag, "The backend does not take the connection."),
  cut: field(flag, "The connection breaks after half of the body, or after the last piece of `stream`."),
};

export type AnswerParts = Omit<PlacedFields<typeof answerFields>, "offset" | "places">;

export function answerOf(parts: AnswerParts): ScriptedAnswer {
  const { status = 200, headers = [], json, text: plain, stream, every = 0, delay = 0 } = parts;
  const given = headers.map(({ name, value }) => [name, value] as const);
  const hasType = given.some(([name]) => name.toLowerCase() === "content-type");
  const isJson = json !== undefined;
  return {
    kind: parts.hang === true ? "hang" : parts.refused === true ? "refused" : "answer",
    status,
    headers: isJson && !hasType ? [...given, ["Content-Type", "application/json"]] : given,
    body: stream !== undefined ? undefined : isJson ? JSON.stringify(json.json) : (plain ?? ""),
    chunks: (stream ?? []).map((piece, index) => ({
      text: piece.text ?? "",
      afterMs: piece.afterMs ?? (index === 0 ? 0 : every),
    })),
    delayMs: delay,
    cut: parts.cut === true,
  };
}

/** Kinds of body exclude each other. */
export function checkAnswer(
  { places }: { readonly places: Readonly<Record<string, number>> },
  report: (at: number, message: string) => undefined,
): void {
  const bodies = ["json", "text", "stream"].filter((name) => name in places);
  if (bodies.length > 1)
    report(
      places[bodies[1] as string] as number,
      `\`${bodies.join("` and `")}\` exclude each other: keep one.`,
    );
  if ("every" in places && !("stream" in places))
    report(places.every as number, "`every` is the time between the pieces of `stream`, and there is none.");
}

const short: YamlShape<ScriptedAnswer> = parsed(
  "an answer: a status such as `429`, `hang`, `refused`, or a mapping",
  (written) => {
    if (written === "hang") return answerOf({ hang: true });
    if (written === "refused") return answerOf({ refused: true });
    return /^[2-5]\d\d$/.test(written) ? answerOf({ status: Number(written) }) : undefined;
  },
  { anyOf: [{ type: "integer", minimum: 200, maximum: 599 }, { enum: ["hang", "refused"] }] },
);

/** One answer of a script. */
export const answer: YamlShape<ScriptedAnswer> = either(
  short.expects,
  { when: isScalar, shape: short },
  {
    when: isMapping,
    shape: mapped(object(answerFields, { what: "an answer", check: checkAnswer }), answerOf),
  },
);

export const script: YamlShape<readonly ScriptedAnswer[]> = list(answer, "a list of answers");
export const scriptWhen = isList;
