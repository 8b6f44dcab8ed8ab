import type { Body } from "../../messages/body";
import { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { BackendResponse } from "../../ports/transport";
import type { PolicyElement } from "../../xml/policyDocument";
import { compileCertificate } from "../access/authenticationCertificate";
import { compileRequestParts } from "./messageParts";
import { tlsChecks } from "./tlsChecks";

/** A request that a policy makes for itself, beside the one to the backend. */
export interface AuxiliaryRequest {
  /** @throws PolicyFailure, TransportFailure (or rejects with them) */
  send(exchange: Exchange): BackendResponse | Promise<BackendResponse>;
}

interface Made {
  method: string;
  headers: Headers;
  body: Body | null;
}

/** Of `send-request` and `send-one-way-request`: `mode="copy"` starts from the request as it is now. */
export function compileAuxiliaryRequest(element: PolicyElement, compiler: PolicyCompiler): AuxiliaryRequest {
  const mode = compiler.text(element, "mode", "new");
  const timeout = compiler.number(element, "timeout", 60);
  const urlElement = element.children.find(({ name }) => name === "set-url");
  const url = urlElement === undefined ? undefined : compiler.content(urlElement);
  const change = compileRequestParts(element, compiler);
  const shown = element.children.find(({ name }) => name === "authentication-certificate");
  const certificate = shown === undefined ? undefined : compileCertificate(shown, compiler);
  const call = (exchange: Exchange, made: Made): BackendResponse | Promise<BackendResponse> => {
    const target = url === undefined ? exchange.request.url.toString() : url(exchange).trim();
    if (!/^https?:\/\//i.test(target) || !URL.canParse(target))
      throw new PolicyFailure({ reason: "InvalidUrl", message: `'${target}' is not an absolute URL.` });
    exchange.recorder?.note(`sends ${made.method} ${target}`);
    return exchange.services.transport({
      method: made.method,
      url: target,
      headers: made.headers,
      body: made.body,
      timeoutMs: timeout(exchange) * 1000,
      followRedirects: false,
      tls: tlsChecks(undefined, certificate?.(exchange)),
      onAbort: (abort) => exchange.onAbort(abort),
    });
  };
  return {
    send(exchange) {
      const copied = mode(exchange) === "copy";
      const { request } = exchange;
      const made: Made = {
        method: copied ? request.method : "GET",
        headers: copied ? request.headers.clone() : new Headers(),
        body: copied ? request.body : null,
      };
      if (copied && made.headers.get("host") === request.originalHost) made.headers.delete("host");
      const changing = change(exchange, made);
      return changing === undefined ? call(exchange, made) : changing.then(() => call(exchange, made));
    },
  };
}
