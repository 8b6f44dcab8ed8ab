import type { Readable } from "node:stream";
import { bodyFromWeb, bodyToWeb, headersFromWeb, headersToWeb } from "../messages/webMessages";
import type { Delivery, GatewayRequest, GatewayResponse, HandleRequest } from "../ports/gatewayRequest";

/** Statuses whose responses have no body, whatever a policy gives them. */
const withoutBody = new Set([101, 204, 205, 304]);

/**
 * `handle` for the messages of the web. Never rejects: what goes wrong is a response. A body that breaks off is a stream
 * that fails; to abort the request, or to cancel the stream, is to go away.
 */
export function fetchHandler(handle: HandleRequest): (request: Request) => Promise<Response> {
  return async (request) => responseToWeb(await handle(requestFromWeb(request)), request);
}

function requestFromWeb(request: Request): GatewayRequest {
  const url = new URL(request.url);
  const headers = headersFromWeb(request.headers);
  if (!headers.has("host")) headers.set("Host", url.host);
  const scheme = url.protocol === "https:" ? "https" : "http";
  return {
    method: request.method,
    scheme,
    host: url.hostname,
    port: url.port === "" ? (scheme === "https" ? 443 : 80) : Number(url.port),
    target: `${url.pathname}${url.search}`,
    headers,
    body: bodyFromWeb(request.body),
    ipAddress: "127.0.0.1",
    onAbort(abort) {
      if (request.signal.aborted) abort();
      else request.signal.addEventListener("abort", abort, { once: true });
    },
  };
}

function responseToWeb(response: GatewayResponse, request: Request): Response {
  const { status, reason, headers, body, watch, delivered } = response;
  // `Response` knows no others, and a status of a policy may be any number.
  if (status < 200 || status > 599) {
    body?.discard();
    delivered("cut");
    return new Response(`${status} is not a status of a response.`, { status: 500 });
  }
  const init = { status, statusText: reason, headers: headersToWeb(headers) };
  if (body === null || request.method === "HEAD" || withoutBody.has(status)) {
    body?.discard();
    delivered("complete");
    return new Response(null, init);
  }
  if (body.inMemory) {
    if (watch !== undefined) watch(body.bytes());
    delivered("complete");
    return new Response(bodyToWeb(body), init);
  }
  return new Response(delivering(body.sendable as Readable, request, watch, delivered), init);
}

/** The stream, chunk by chunk as somebody reads it; whoever is to know is told how it ended, once. */
function delivering(
  stream: Readable,
  { signal }: Request,
  watch: GatewayResponse["watch"],
  delivered: (outcome: Delivery) => void,
): ReadableStream<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]();
  const leave = () => stream.destroy();
  const end = (outcome: Delivery) => {
    signal.removeEventListener("abort", leave);
    delivered(outcome);
  };
  signal.addEventListener("abort", leave, { once: true });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done === true) {
          end(signal.aborted ? "aborted" : "complete");
          controller.close();
          return;
        }
        watch?.(value as Uint8Array);
        controller.enqueue(value as Uint8Array);
      } catch (error) {
        end(signal.aborted ? "aborted" : "cut");
        controller.error(error);
      }
    },
    cancel() {
      stream.destroy();
      end("aborted");
    },
  });
}
