import { Readable } from "node:stream";
import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import { type BackendRequest, type BackendResponse, TransportFailure } from "../ports/transport";
import type { ScriptedAnswer } from "./answerShape";
import { reasonOf } from "./reasons";
import type { ScenarioTime } from "./world";

/** Does what an answer says, in its time. @throws TransportFailure, at once or as a rejection */
export function deliverAnswer(
  answer: ScriptedAnswer,
  request: BackendRequest,
  time: ScenarioTime,
): BackendResponse | Promise<BackendResponse> {
  const { kind, delayMs } = answer;
  const { timeoutMs } = request;
  if (kind === "answer" && delayMs === 0) return head(answer, time);
  if (kind === "refused" && delayMs === 0) throw refused();
  return new Promise((respond, fail) => {
    let over = false;
    const once = (action: () => void) => () => {
      if (over) return;
      over = true;
      action();
    };
    request.onAbort(once(() => fail(new TransportFailure("aborted", "the caller went away"))));
    if (kind !== "hang" && delayMs <= timeoutMs)
      time.after(
        delayMs,
        once(() => (kind === "refused" ? fail(refused()) : respond(head(answer, time)))),
      );
    else
      time.after(
        timeoutMs,
        once(() => fail(new TransportFailure("timeout", "no response in time"))),
      );
  });
}

const refused = () => new TransportFailure("connection", "the connection was refused");

function head(answer: ScriptedAnswer, time: ScenarioTime): BackendResponse {
  const { status, headers, body, chunks, cut } = answer;
  const all = new Headers();
  for (const [name, value] of headers) all.append(name, value);
  const content =
    body === undefined
      ? Body.arriving(streamOf(chunks, cut, time))
      : cut
        ? Body.arriving(streamOf([{ text: body.slice(0, body.length >> 1), afterMs: 0 }], true, time))
        : Body.of(body);
  return { status, reason: reasonOf(status), headers: all, body: content };
}

function streamOf(chunks: ScriptedAnswer["chunks"], cut: boolean, time: ScenarioTime): Readable {
  const stream = new Readable({ read() {} });
  // Whoever reads it learns that it broke; whoever does not must not end the process.
  stream.on("error", () => {});
  const push = (index: number): void => {
    if (stream.destroyed) return;
    const chunk = chunks[index];
    if (chunk === undefined) {
      if (cut) stream.destroy(new Error("the backend broke off"));
      else stream.push(null);
      return;
    }
    time.after(chunk.afterMs, () => {
      if (stream.destroyed) return;
      stream.push(Buffer.from(chunk.text));
      // The end comes in a moment of its own, so that the last piece is passed on before it.
      if (index + 1 < chunks.length) push(index + 1);
      else time.after(0, () => push(index + 1));
    });
  };
  push(0);
  return stream;
}
