import { Readable } from "node:stream";
import type { Headers } from "../messages/headers";
import {
  type BackendRequest,
  type BackendResponse,
  type Transport,
  TransportFailure,
} from "../ports/transport";
import { createAdmission, tokensOf } from "./admission";
import { answerOf, answer as answerShape, type ScriptedAnswer } from "./answerShape";
import type { AnswerRule, BackendScript } from "./backendShape";
import { deliverAnswer } from "./deliverAnswer";
import { callMismatches } from "./matchCall";
import type { ScenarioTime } from "./world";
import { nodeOf } from "./yamlNode";

/** Outcome of a call that a scenario has no answer for. */
export const UNSCRIPTED = "nothing was scripted for it";

/** One call that left the gateway. */
export interface ScenarioCall {
  /** Name in the scenario; `undefined`: nobody there answers. */
  readonly backend: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
  /** Virtual milliseconds since the scenario began. */
  readonly at: number;
  /** What became of it: `429, Retry-After 7`, `no answer`. */
  readonly outcome: string;
  /** `false`: its backend's list was used up, or nobody answers there. */
  readonly expected: boolean;
}

/** A backend of the scenario and where it is. */
export interface PlacedBackend {
  readonly name: string;
  /** Absolute; calls whose URL begins with it are its own. */
  readonly url: string;
  readonly script: BackendScript | undefined;
}

export interface ScriptedBackends {
  readonly transport: Transport;
  readonly calls: readonly ScenarioCall[];
  /** Scripts that were not used up. */
  leftovers(): readonly {
    readonly backend: string;
    readonly given: number;
    readonly of: number;
    readonly next: ScriptedAnswer;
  }[];
}

interface Playing {
  readonly name: string;
  readonly origin: string;
  readonly path: string;
  readonly isScripted: boolean;
  next(call: BackendRequest, text: string): ScriptedAnswer | undefined;
  readonly list: readonly ScriptedAnswer[] | undefined;
  given: number;
}

/** Plays the backends of a scenario. Never throws: a mistake of a function is told as the failure of its call. */
export function createScriptedBackends(
  placed: readonly PlacedBackend[],
  time: ScenarioTime,
): ScriptedBackends {
  const playing = placed.map((each) => play(each, time));
  const calls: ScenarioCall[] = [];
  const answerTo = (request: BackendRequest, text: string): BackendResponse | Promise<BackendResponse> => {
    const found = backendFor(request.url, playing);
    const answer = found?.next(request, text);
    calls.push({
      backend: found?.name,
      method: request.method,
      url: request.url,
      headers: request.headers,
      text,
      at: time.monotonic(),
      outcome: answer === undefined ? UNSCRIPTED : outcomeOf(answer),
      expected: answer !== undefined,
    });
    if (answer === undefined)
      throw new TransportFailure("connection", "the scenario has no answer for this call");
    return deliverAnswer(answer, request, time);
  };
  return {
    calls,
    leftovers: () =>
      playing.flatMap(({ name, list, given }) =>
        list === undefined || given >= list.length
          ? []
          : [{ backend: name, given, of: list.length, next: list[given] as ScriptedAnswer }],
      ),
    transport(request) {
      const body = request.body?.sendable ?? "";
      if (!(body instanceof Readable)) return answerTo(request, typeof body === "string" ? body : utf8(body));
      return textOf(body).then((text) => answerTo(request, text));
    },
  };
}

function play({ name, url, script }: PlacedBackend, time: ScenarioTime): Playing {
  const { origin, pathname } = new URL(url);
  const answers = script?.answers;
  const admit = script?.admission === undefined ? undefined : createAdmission(script.admission);
  const self: Playing = {
    name,
    origin,
    path: pathname.replace(/\/$/, ""),
    isScripted: answers !== undefined,
    list: answers?.kind === "script" ? answers.list : undefined,
    given: 0,
    next(request, text) {
      const wait = admit?.({ at: time.monotonic(), tokens: tokensOf(text) });
      if (wait !== undefined) return tooMany(wait);
      const number = self.given++;
      if (answers?.kind === "always") return answers.answer;
      if (answers?.kind === "script") return answers.list[number];
      if (answers?.kind === "rules") {
        const call = { method: request.method, url: request.url, headers: request.headers, text };
        const isFor = ({ when }: AnswerRule) =>
          when === undefined || callMismatches(when, call, text).length === 0;
        return answers.rules.find(isFor)?.answer;
      }
      return answers === undefined ? undefined : made(answers.make, request, text, number + 1);
    },
  };
  return self;
}

const tooMany = (waitMs: number): ScriptedAnswer =>
  answerOf({
    status: 429,
    headers: [{ name: "Retry-After", value: String(Math.ceil(waitMs / 1000)), at: -1 }],
  });

/** Functions answer like a script's entries: a status, or a mapping. */
function made(
  make: (call: never) => unknown,
  { method, url, headers }: BackendRequest,
  text: string,
  number: number,
): ScriptedAnswer {
  const call = {
    method,
    url,
    headers: Object.fromEntries(
      [...headers.names()].map((name) => [name.toLowerCase(), headers.get(name) ?? ""]),
    ),
    text,
    number,
  };
  const mistakes: string[] = [];
  let given: unknown;
  try {
    given = make(call as never);
  } catch (error) {
    throw new TransportFailure("connection", `the function threw ${String(error)}`);
  }
  if (given instanceof Promise)
    throw new TransportFailure("connection", "the function answered with a promise; it must answer at once");
  const answer = answerShape.read(nodeOf(given), (_, message) => {
    mistakes.push(message);
    return undefined;
  });
  if (answer === undefined)
    throw new TransportFailure("connection", `the function's answer ${mistakes.join("; ")}`);
  return answer;
}

/** The most specific one, of those that have answers before the others. */
function backendFor(url: string, playing: readonly Playing[]): Playing | undefined {
  const { origin, pathname } = new URL(url);
  const isBelow = (path: string) => pathname === path || pathname.startsWith(`${path}/`) || path === "";
  return playing
    .filter(({ origin: own, path }) => own === origin && isBelow(path))
    .sort((a, b) => Number(b.isScripted) - Number(a.isScripted) || b.path.length - a.path.length)[0];
}

function outcomeOf({ kind, status, headers, cut }: ScriptedAnswer): string {
  if (kind === "refused") return "connection refused";
  if (kind === "hang") return "no answer";
  const wait = headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  return `${status}${wait === undefined ? "" : `, Retry-After ${wait}`}${cut ? ", cut off" : ""}`;
}

const utf8 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  } catch {
    // What arrived is what was sent.
  }
  return Buffer.concat(chunks).toString("utf8");
}
