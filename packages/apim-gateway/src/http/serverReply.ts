// The response goes back to the caller.
// In: a `GatewayResponse`, at once or later. Out: bytes on the socket, and `delivered` exactly once, whoever went away first.
// Called by `http/server`, one for each request.
// Trick: head and body leave in one write where the body is in memory;
// a stream is held up by a caller who does not read.

import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { Body } from "../messages/body";
import type { Delivery, GatewayResponse } from "../ports/gatewayRequest";
import type { Connection } from "./connection";
import { endToEnd } from "./endToEnd";
import { internalError, refusalBody } from "./refusal";

/**
 * The answer to one request on its way to the caller. Whatever happens, the answer's `delivered` is called once; what
 * the caller's departure is to stop is stopped.
 */
export class ServerReply {
  private abort: (() => void) | undefined;
  private answer: GatewayResponse | undefined;
  private stream: Readable | undefined;
  private finished = false;
  private over = false;
  private gone = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly connection: Connection,
    private readonly onProblem: (error: unknown) => void,
  ) {
    connection.begin(this);
    response.on("finish", () => {
      this.finished = true;
    });
    response.on("close", () => this.closed());
  }

  get arrived(): boolean {
    return this.response.req.complete;
  }

  get begun(): boolean {
    return this.response.headersSent;
  }

  onAbort(action: () => void): void {
    this.abort = action;
    if (this.gone) this.stop();
  }

  /** The caller gets no answer from here any more. */
  abandon(): void {
    this.end("aborted");
  }

  /** What must not happen happened: the caller is told as little as possible. */
  fail(error: unknown): void {
    this.onProblem(error);
    if (this.over) return;
    const body = refusalBody(internalError);
    const { response } = this;
    response.writeHead(500, "Internal Server Error", [
      "Content-Type",
      "application/json",
      "Content-Length",
      String(body.byteLength),
    ]);
    response.end(body);
  }

  send(answer: GatewayResponse): void {
    if (this.over) {
      answer.body?.discard();
      this.tell(answer, "aborted");
      return;
    }
    this.answer = answer;
    try {
      this.write(answer);
    } catch (error) {
      if (this.response.headersSent) {
        this.onProblem(error);
        this.cut();
        return;
      }
      // A status or a header that cannot be sent.
      answer.body?.discard();
      this.answer = undefined;
      this.fail(error);
      this.tell(answer, "cut");
    }
  }

  private write(answer: GatewayResponse): void {
    const { response } = this;
    const { status, body } = answer;
    if (status < 200 || status > 999) throw new Error(`${status} is not a status of an answer.`);
    const noContent = status === 204 || status === 304;
    const isHead = response.req.method === "HEAD";
    const inMemory = body === null || body.inMemory;
    const length =
      isHead && !noContent && (body === null || !inMemory || body.size === 0)
        ? lengthOf(answer)
        : noContent || !inMemory
          ? null
          : (body?.size ?? 0);
    const raw = endToEnd(answer.headers.toRaw(), length);
    if (noContent || isHead) {
      body?.discard();
      response.writeHead(status, reasonText(answer.reason), raw);
      response.end();
    } else if (inMemory) {
      response.writeHead(status, reasonText(answer.reason), raw);
      const bytes = body?.bytes();
      if (bytes === undefined || bytes.byteLength === 0) response.end();
      else {
        this.show(answer, bytes);
        response.end(bytes);
      }
    } else {
      response.writeHead(status, reasonText(answer.reason), raw);
      this.pass(answer, (body as Body).sendable as Readable);
    }
  }

  /** Lets a stream through, no faster than the caller takes it. */
  private pass(answer: GatewayResponse, stream: Readable): void {
    const { response } = this;
    this.stream = stream;
    let begun = false;
    stream.on("data", (chunk: Uint8Array) => {
      if (this.over) return;
      begun = true;
      this.show(answer, chunk);
      if (!response.write(chunk)) stream.pause();
    });
    response.on("drain", () => stream.resume());
    stream.on("end", () => {
      if (!this.over) response.end();
    });
    stream.on("error", () => this.cut());
    stream.on("close", () => {
      if (!stream.readableEnded) this.cut();
    });
    // It may be over before anybody listened.
    if (stream.readableEnded) response.end();
    else if (stream.destroyed) this.cut();
    // Head and first chunk go out together when both are there; the head alone does not wait.
    process.nextTick(() => {
      if (!begun && !this.over) response.flushHeaders();
    });
  }

  /** The backend broke off: the caller must not take what it has for the whole. */
  private cut(): void {
    if (this.over) return;
    const { response, connection } = this;
    const breakOff = () => {
      // Without chunks the end of the connection is the end of the body, unless the connection is reset.
      if (response.chunkedEncoding) connection.cut();
      else connection.reset();
    };
    this.end("cut");
    // An answer behind another one of its connection has no socket yet.
    if (response.socket === null) response.once("socket", breakOff);
    else breakOff();
  }

  private closed(): void {
    this.end(this.finished ? "complete" : "aborted");
  }

  private end(outcome: Delivery): void {
    if (this.over) return;
    this.over = true;
    this.stream?.destroy();
    if (outcome === "aborted") {
      this.gone = true;
      this.stop();
    }
    if (this.answer !== undefined) this.tell(this.answer, outcome);
    const { req } = this.response;
    if (!req.complete) this.connection.linger(() => req.complete);
    this.connection.end();
  }

  private stop(): void {
    try {
      this.abort?.();
    } catch (error) {
      this.onProblem(error);
    }
  }

  private show(answer: GatewayResponse, chunk: Uint8Array): void {
    if (answer.watch === undefined) return;
    try {
      answer.watch(chunk);
    } catch (error) {
      this.onProblem(error);
    }
  }

  private tell(answer: GatewayResponse, outcome: Delivery): void {
    try {
      answer.delivered(outcome);
    } catch (error) {
      this.onProblem(error);
    }
  }
}

/** Of an answer to HEAD: what the backend said that GET would give. */
function lengthOf(answer: GatewayResponse): number | null {
  const length = answer.headers.get("content-length");
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null;
}

const unsendable = /[^\t\x20-\x7e\x80-\xff]/g;

/** A reason is for people: what cannot be sent in it is left out. */
function reasonText(reason: string): string {
  return reason.replace(unsendable, " ");
}
