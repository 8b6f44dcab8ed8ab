import type { ServerResponse } from "node:http";
import type { Answer } from "../answers/answer";

/** Longest that a timer of Node waits in one go. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Sends an answer part by part when each is due. What is due at the same moment goes out as one piece.
 *
 * @returns what stops it, where the caller went away
 */
export function send(answer: Answer, response: ServerResponse, ended: () => void): () => void {
  const { parts, status, headers, afterMs, ending } = answer;
  let timer: NodeJS.Timeout | undefined;
  let at = performance.now() + afterMs;
  let next = -1;
  const step = (): void => {
    // The head, then each part that is due.
    if (next < 0) {
      response.writeHead(status, headers);
      next = 0;
      at += parts[0]?.afterMs ?? 0;
    }
    let text = "";
    while (next < parts.length && at <= performance.now()) {
      text += parts[next]?.text ?? "";
      next++;
      at += parts[next]?.afterMs ?? 0;
    }
    if (text !== "") response.write(text);
    if (next < parts.length) {
      wait();
      return;
    }
    if (ending === "cut") response.socket?.resetAndDestroy();
    else if (ending === undefined) response.end();
    ended();
  };
  const wait = (): void => {
    timer = setTimeout(step, Math.min(LONGEST_MS, Math.max(0, at - performance.now())));
  };
  wait();
  return () => clearTimeout(timer);
}
