import type { Body } from "../../messages/body";
import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import type { ResponseMessage } from "../../pipeline/messages";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { compileBasic } from "../access/authenticationBasic";
import { compileManagedIdentity } from "../access/authenticationManagedIdentity";
import { compileSetBody } from "../transformation/setBody";
import { compileSetHeader } from "../transformation/setHeader";
import { compileSetMethod } from "../transformation/setMethod";
import { compileSetStatus } from "../transformation/setStatus";

type ResponseChange = (exchange: Exchange, response: ResponseMessage) => void;
/** Gives a promise where it has to wait. */
type Change<T> = (exchange: Exchange, target: T) => unknown;
type RequestParts = { method: string; body: Body | null; readonly headers: Headers };

/** `set-status`, `set-header` and `set-body` inside `return-response`. */
export function compileResponseParts(element: PolicyElement, compiler: PolicyCompiler): ResponseChange {
  const changes = element.children.flatMap((child): ResponseChange[] => {
    const { name } = child;
    if (name === "set-status") return [compileSetStatus(child, compiler)];
    if (name === "set-body") return [compileSetBody(child, compiler)];
    if (name !== "set-header") return [];
    const change = compileSetHeader(child, compiler, true);
    return [(exchange, response) => change(exchange, response.headers)];
  });
  return (exchange, response) => {
    for (const change of changes) change(exchange, response);
  };
}

type HeaderPart = (element: PolicyElement, compiler: PolicyCompiler) => Change<Headers>;

/** Parts of a request that change its headers only. */
const headerParts: Readonly<Record<string, HeaderPart | undefined>> = {
  "set-header": (element, compiler) => compileSetHeader(element, compiler),
  "authentication-basic": compileBasic,
  "authentication-managed-identity": compileManagedIdentity,
};

/** `set-method`, `set-header`, `set-body` and credentials inside `send-request`, one after the other. */
export function compileRequestParts(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange, request: RequestParts) => undefined | Promise<void> {
  const changes = element.children.flatMap((child): Change<RequestParts>[] => {
    const { name } = child;
    if (name === "set-method") return [compileSetMethod(child, compiler)];
    if (name === "set-body") return [compileSetBody(child, compiler)];
    const change = headerParts[name]?.(child, compiler);
    return change === undefined ? [] : [(exchange, request) => change(exchange, request.headers)];
  });
  return (exchange, request) => {
    let waiting: undefined | Promise<void>;
    for (const change of changes) {
      if (waiting !== undefined) waiting = waiting.then(() => change(exchange, request) as undefined);
      else {
        const changed = change(exchange, request);
        if (changed instanceof Promise) waiting = changed;
      }
    }
    return waiting;
  };
}
