import { Body } from "../messages/body";
import { bodyFromWeb, bodyToWeb, headersFromWeb, headersToWeb } from "../messages/webMessages";
import {
  type BackendRequest,
  type BackendResponse,
  type Transport,
  TransportFailure,
} from "../ports/transport";

export interface FetchTransportOptions {
  /** Runs an action after so many milliseconds: a virtual environment's, where time is virtual. @default real time */
  readonly after?: (milliseconds: number, action: () => void) => void;
}

/**
 * Calls go to a function and not over sockets: a framework's handler, or an answer that a test writes down. What it throws
 * is a connection that failed. Bodies are passed on as they are, so a function that decompresses them, as `fetch` itself,
 * must take `Content-Encoding` away; calls to real servers are `socketTransport`'s.
 */
export function fetchTransport(
  answer: (request: Request) => Response | Promise<Response>,
  options: FetchTransportOptions = {},
): Transport {
  return (request) => call(request, answer, options.after ?? afterRealTime);
}

function afterRealTime(milliseconds: number, action: () => void): void {
  // Nobody is kept waiting for a timer that has nothing left to do.
  setTimeout(action, milliseconds).unref();
}

async function call(
  request: BackendRequest,
  answer: (request: Request) => Response | Promise<Response>,
  after: (milliseconds: number, action: () => void) => void,
): Promise<BackendResponse> {
  const { timeoutMs, onAbort } = request;
  const breaking = new AbortController();
  let headed = false;
  const ended = new Promise<never>((_, reject) => {
    const end = (kind: "timeout" | "aborted", message: string) => {
      const failure = new TransportFailure(kind, message);
      reject(failure);
      breaking.abort(failure);
    };
    // The body may take longer than the head.
    after(timeoutMs, () => headed || end("timeout", `No response within ${timeoutMs} ms.`));
    onAbort(() => end("aborted", "The caller went away."));
  });
  // After the head nobody waits for it.
  ended.catch(() => {});
  try {
    const response = await Promise.race([answer(requestToWeb(request, breaking.signal)), ended]);
    headed = true;
    return {
      status: response.status,
      reason: response.statusText,
      headers: headersFromWeb(response.headers),
      body: bodyFromWeb(response.body) ?? Body.of(""),
    };
  } catch (error) {
    headed = true;
    if (error instanceof TransportFailure) throw error;
    throw new TransportFailure("connection", error instanceof Error ? error.message : String(error));
  }
}

function requestToWeb(
  { method, url, headers, body, followRedirects }: BackendRequest,
  signal: AbortSignal,
): Request {
  return new Request(url, {
    method,
    headers: headersToWeb(headers),
    body: method === "GET" || method === "HEAD" ? null : bodyToWeb(body),
    duplex: "half",
    redirect: followRedirects ? "follow" : "manual",
    signal,
  });
}
