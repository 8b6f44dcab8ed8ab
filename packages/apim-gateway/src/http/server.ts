// The front of the house: requests over HTTP.
// In: sockets of callers. Out: a `GatewayRequest` for `handle`, its head checked, hop-by-hop headers taken away; what is wrong on
// the wire is refused here and reaches nobody.
// Called by `serve/serveFolder`, `scenarios/realWorld`. The response goes out through `serverReply`.
// Tricks: what a turn of the event loop brought is worked on together (`turnEnd`), and what it sends goes out at its end (`gatherWrites`).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Body, BodyCut, BodyTooLarge } from "../messages/body";
import type { GatewayRequest, HandleRequest } from "../ports/gatewayRequest";
import { ArrivingMessage } from "./arrivingMessage";
import { Connection } from "./connection";
import { gatherWrites } from "./gatherWrites";
import { defaultLimits, type ServerLimits } from "./limits";
import { Refusal, refusalOf, tooLarge } from "./refusal";
import { type LocalAddress, type RequestHead, readRequestHead } from "./requestHead";
import { ServerReply } from "./serverReply";
import { atTurnEnd } from "./turnEnd";

export interface ServerOptions {
  readonly handle: HandleRequest;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly limits?: Partial<ServerLimits>;
  /** Told of what must not happen: a handler that fails, an answer that cannot be sent. @default console.error */
  readonly onProblem?: (error: unknown) => void;
}

export interface RunningServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** From the next request on; what is under way ends with the handler that it began with. */
  setHandle(handle: HandleRequest): void;
  /** Takes no more callers, waits for what is under way, and after `graceMs` breaks it off. */
  close(graceMs: number): Promise<void>;
}

/** Serves HTTP. @throws Error of `listen`, such as a port in use (as a rejection) */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const room = new ServerRoom(options, { ...defaultLimits, ...options.limits });
  return room.listen(options.host ?? "127.0.0.1", options.port);
}

class ServerRoom {
  private handle: HandleRequest;
  private readonly onProblem: (error: unknown) => void;
  private readonly connections = new Map<Socket, Connection>();
  private readonly server: Server;
  private local: LocalAddress = { host: "", port: 0 };
  private closing = false;

  constructor(
    options: ServerOptions,
    private readonly limits: ServerLimits,
  ) {
    this.handle = options.handle;
    this.onProblem = options.onProblem ?? console.error;
    this.server = createServer({
      IncomingMessage: ArrivingMessage as typeof IncomingMessage,
      insecureHTTPParser: false,
      // Checked with the rest of the head, so that every refusal looks alike.
      requireHostHeader: false,
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headMs,
      // A body may take as long as it likes while something arrives.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.max(10, Math.min(1_000, limits.headMs / 4)),
      keepAliveTimeout: limits.keepAliveMs,
    });
    // Node would leave out what is too much; the head is refused instead.
    this.server.maxHeadersCount = 0;
    this.server.on("connection", (socket: Socket) => this.connect(socket));
    const arrive = (request: IncomingMessage, response: ServerResponse) =>
      this.arrive(request as ArrivingMessage, response, false);
    this.server.on("request", arrive);
    this.server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) =>
      this.arrive(request as ArrivingMessage, response, true),
    );
    this.server.on("checkExpectation", (request: IncomingMessage) => {
      request.resume();
      this.connections.get(request.socket)?.refuse(new Refusal(417, "The expectation is not supported."));
    });
    this.server.on("connect", (_request: IncomingMessage, socket: Socket) => {
      // Node has let go of this socket: somebody has to notice its end.
      socket.on("error", () => {}).resume();
      this.connections.get(socket)?.refuse(new Refusal(501, "CONNECT is not supported by this gateway."));
    });
    this.server.on("clientError", (error: Error & { code?: string; reason?: string }, socket: Socket) => {
      const refusal = refusalOf(error);
      const connection = this.connections.get(socket);
      if (refusal === undefined || connection === undefined) socket.destroy();
      else connection.refuse(refusal);
    });
  }

  async listen(host: string, port: number): Promise<RunningServer> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, host, () => {
        this.server.off("error", reject);
        resolve();
      });
    });
    this.server.on("error", this.onProblem);
    const address = this.server.address() as AddressInfo;
    const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
    this.local = { host: name, port: address.port };
    return {
      url: `http://${name}:${address.port}`,
      port: address.port,
      setHandle: (handle) => {
        this.handle = handle;
      },
      close: (graceMs) => this.close(graceMs),
    };
  }

  private connect(socket: Socket): void {
    gatherWrites(socket);
    this.connections.set(socket, new Connection(socket, this.limits.lingerMs));
    socket.once("close", () => this.connections.delete(socket));
  }

  private arrive(message: ArrivingMessage, response: ServerResponse, waits: boolean): void {
    const connection = this.connections.get(message.socket);
    if (connection === undefined || connection.ending) {
      message.resume();
      return;
    }
    const head = readRequestHead(message as never, this.limits, this.local);
    if (head instanceof Refusal) {
      message.resume();
      connection.refuse(head);
      return;
    }
    if (this.closing) response.shouldKeepAlive = false;
    const reply = new ServerReply(response, connection, this.onProblem);
    if (head.body === "none") this.answer(head, null, message, connection, reply);
    else if (head.body === "sized" && head.contentLength === 0)
      this.answer(head, Body.arrived(nothing), message, connection, reply);
    // By then Node has read on: a body that came in the packet of its head is here, and needs no stream.
    else
      queueMicrotask(() => {
        if (head.body === "sized" && message.readableLength === head.contentLength) {
          const body = Body.arrived(message.read() as Uint8Array);
          this.answer(head, body, message, connection, reply);
          return;
        }
        if (message.readableLength > this.limits.bodyBytes) {
          connection.refuse(tooLarge(this.limits.bodyBytes));
          return;
        }
        if (waits && message.readableLength === 0) message.continueWhenRead(response);
        this.answer(head, this.stream(message, response, connection), message, connection, reply);
      });
  }

  /** The body as a stream, within the limits. */
  private stream(message: ArrivingMessage, response: ServerResponse, connection: Connection): Body {
    const giveUp = (refusal: Refusal, error: Error) => {
      connection.refuse(refusal);
      message.destroy(error);
    };
    message.startBody({
      limitBytes: this.limits.bodyBytes,
      idleMs: this.limits.bodyIdleMs,
      tooLarge: () => giveUp(tooLarge(this.limits.bodyBytes), new BodyTooLarge(this.limits.bodyBytes)),
      stalled: () =>
        giveUp(new Refusal(408, "The request did not arrive in time."), new BodyCut("The caller stalled.")),
    });
    response.once("close", () => message.endBody());
    return Body.arriving(message);
  }

  private answer(
    head: RequestHead,
    body: Body | null,
    message: ArrivingMessage,
    connection: Connection,
    reply: ServerReply,
  ): void {
    const request: GatewayRequest = {
      method: message.method as string,
      scheme: head.scheme,
      host: head.host,
      port: head.port,
      target: head.target,
      headers: head.headers,
      body,
      ipAddress: connection.ipAddress,
      onAbort: (action) => reply.onAbort(action),
    };
    atTurnEnd(() => this.hand(request, reply));
  }

  private hand(request: GatewayRequest, reply: ServerReply): void {
    try {
      const answer = this.handle(request);
      if (answer instanceof Promise)
        answer.then(
          (late) => reply.send(late),
          (error) => reply.fail(error),
        );
      else reply.send(answer);
    } catch (error) {
      reply.fail(error);
    }
  }

  private async close(graceMs: number): Promise<void> {
    this.closing = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections.values()) connection.close();
    const timer = setTimeout(() => {
      for (const socket of this.connections.keys()) socket.destroy();
    }, graceMs);
    await closed;
    clearTimeout(timer);
    // The last sockets tell their answers how they ended, just after.
    while (this.connections.size > 0) await new Promise(setImmediate);
  }
}

const nothing = new Uint8Array(0);
