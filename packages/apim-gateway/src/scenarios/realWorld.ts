import { request as sendRequest } from "node:http";
import { startServer } from "../http/server";
import { socketTransport } from "../http/socketTransport";
import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import type { Exchange } from "../pipeline/exchange";
import type { GatewayRequest, GatewayResponse, HandleRequest } from "../ports/gatewayRequest";
import { startBackendServer } from "./backendServer";
import { createRealTime } from "./realTime";
import type { Ask, Asked, ScenarioWorld } from "./world";

/** Tells the server whose request it is; no policy sees it. */
const NUMBER = "x-apim-gateway-scenario-request";

/** The gateway behind one socket, and everybody whom it calls behind another: what virtual time cannot show. */
export function createRealWorld(seed: number): ScenarioWorld {
  const time = createRealTime(seed);
  const closing: (() => Promise<void>)[] = [];
  return {
    time,
    graceMs: 250,
    async callsOf(backends) {
      const secure = await startBackendServer("https", backends);
      const plain = await startBackendServer("http", backends);
      const { transport, close } = socketTransport({
        resolve: (origin) => (origin.startsWith("https:") ? secure.url : plain.url),
      });
      closing.push(close, secure.close, plain.close);
      return transport;
    },
    async requestsOf(handle, delivered) {
      const callers = new Callers(handle, delivered);
      const server = await startServer({ handle: callers.handle, port: 0 });
      closing.push(() => server.close(0));
      return callers.askAt(server.port);
    },
    async close() {
      time.stop();
      for (const close of closing) await close();
    },
  };
}

const noAnswer: GatewayResponse = {
  status: 0,
  reason: "",
  headers: new Headers(),
  body: null,
  watch: undefined,
  delivered: () => {},
};

/** Sends requests over a socket, and finds what the gateway knew of each. */
class Callers {
  private readonly sent: GatewayRequest[] = [];
  private readonly exchanges = new Map<number, Promise<Exchange | undefined>>();
  private readonly found = new Map<number, (exchange: Exchange | undefined) => void>();

  constructor(
    private readonly gateway: HandleRequest,
    private readonly delivered: () => Exchange | undefined,
  ) {}

  /** At the server: the request as it would have come from the caller's own address, by TLS. */
  readonly handle: HandleRequest = (arriving) => {
    const number = Number(arriving.headers.get(NUMBER));
    arriving.headers.delete(NUMBER);
    const { scheme, host, port, ipAddress } = this.sent[number] as GatewayRequest;
    const answer = this.gateway({ ...arriving, scheme, host, port, ipAddress });
    const watched = (given: GatewayResponse): GatewayResponse => ({
      ...given,
      delivered: (outcome) => {
        given.delivered(outcome);
        this.found.get(number)?.(this.delivered());
      },
    });
    return answer instanceof Promise ? answer.then(watched) : watched(answer);
  };

  /** It is known once the server has delivered the answer, which may be a moment after the caller has it. */
  private exchangeOf(number: number): Promise<Exchange | undefined> {
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1000));
    return Promise.race([this.exchanges.get(number), late]);
  }

  askAt(port: number): Ask {
    return (request) =>
      new Promise<Asked>((resolve) => {
        const number = this.sent.push(request) - 1;
        this.exchanges.set(number, new Promise((known) => this.found.set(number, known)));
        const { method, target, headers, body } = request;
        const given = headers.clone();
        given.set(NUMBER, String(number));
        const call = sendRequest({
          port,
          method,
          path: target,
          headers: given.toRaw() as never,
          agent: false,
        });
        request.onAbort(() => void call.destroy());
        // The caller has gone, or the gateway broke off before it had said anything.
        call.once("error", () => resolve({ answer: noAnswer, exchange: () => this.exchangeOf(number) }));
        call.once("response", (response) =>
          resolve({
            answer: {
              status: response.statusCode ?? 0,
              reason: response.statusMessage ?? "",
              headers: Headers.fromRaw(response.rawHeaders),
              body: Body.arriving(response),
              watch: undefined,
              delivered: () => {},
            },
            exchange: () => this.exchangeOf(number),
          }),
        );
        call.end(body?.bytes());
      });
  }
}
