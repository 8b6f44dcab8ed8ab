import type { Body } from "../../messages/body";
import { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { after, type Maybe } from "../../pipeline/waiting";
import type { BackendResponse } from "../../ports/transport";
import type { PolicyElement } from "../../xml/policyDocument";
import { compileCertificate } from "../access/authenticationCertificate";
import { callBackend, type NoResponse } from "./callBackend";
import { compileRequestParts } from "./messageParts";

/** A request that a policy makes for itself, beside the one to the backend. */
export interface AuxiliaryRequest {
  /** @throws PolicyFailure where it cannot be made */
  readonly send: (exchange: Exchange) => Maybe<BackendResponse | NoResponse>;
}

interface MadeRequest {
  method: string;
  headers: Headers;
  body: Body | null;
}

/** Of `send-request` and `send-one-way-request`: `mode="copy"` starts from the request as it is now. */
export function compileAuxiliaryRequest(element: PolicyElement, compiler: PolicyCompiler): AuxiliaryRequest {
  const mode = compiler.text(element, "mode", "new");
  const timeout = compiler.number(element, "timeout", 60);
  const urlElement = element.children.find(({ name }) => name === "set-url");
  const urlOf = urlElement === undefined ? undefined : compiler.content(urlElement);
  const change = compileRequestParts(element, compiler);
  const shown = element.children.find(({ name }) => name === "authentication-certificate");
  const certificate = shown === undefined ? undefined : compileCertificate(shown, compiler);
  const call = (exchange: Exchange, made: MadeRequest): Maybe<BackendResponse | NoResponse> => {
    const url = urlOf === undefined ? exchange.request.url.toString() : urlOf(exchange).trim();
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
      throw new PolicyFailure({ reason: "InvalidUrl", message: `'${url}' is not an absolute URL.` });
    exchange.recorder?.note(`sends ${made.method} ${url}`);
    return callBackend(exchange, {
      backend: undefined,
      method: made.method,
      url,
      headers: made.headers,
      body: made.body,
      timeoutMs: timeout(exchange) * 1000,
      followRedirects: false,
      certificate: certificate?.(exchange),
    });
  };
  return {
    send(exchange) {
      const copied = mode(exchange) === "copy";
      const { request } = exchange;
      const made: MadeRequest = {
        method: copied ? request.method : "GET",
        headers: copied ? request.headers.clone() : new Headers(),
        body: copied ? request.body : null,
      };
      if (copied && made.headers.get("host") === request.originalHost) made.headers.delete("host");
      return after(change(exchange, made), call, exchange, made);
    },
  };
}
