import type { CsArray } from "../../csharp/runtime/collections";
import { textOf } from "../../csharp/runtime/text";
import type { CsByte, Value } from "../../csharp/runtime/value";
import { Body } from "../../messages/body";
import type { Exchange } from "../../pipeline/exchange";
import { expressionStyle } from "../../pipeline/expressionStyle";
import { PolicyFailure } from "../../pipeline/failure";
import { constantGetter, type Getter, mapGetter } from "../../pipeline/getter";
import type { RequestMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { compileLiquidBody } from "./liquidBody";
import { type HasBody, replaceBody } from "./replaceBody";
import { changesRequest, messageOf } from "./sectionMessage";

/** Gives a message its body. @throws PolicyFailure */
export type BodyChange = (exchange: Exchange, message: HasBody) => void;

/** `set-body`, for any message: also for those of `return-response` and `send-request`. */
export function compileSetBody(element: PolicyElement, compiler: PolicyCompiler): BodyChange {
  if (isLiquid(element)) {
    const render = compileLiquidBody(element, compiler);
    return (exchange, message) => replaceBody(message, Body.of(render(exchange)));
  }
  const bodyOf = compileBody(element, compiler);
  return (exchange, message) => replaceBody(message, bodyOf(exchange));
}

const isLiquid = (element: PolicyElement): boolean => findAttribute(element, "template")?.text === "liquid";

function compileBody(element: PolicyElement, compiler: PolicyCompiler): Getter<Body> {
  // Markup is the body's text, as it stands.
  if (element.children.length > 0) return constantGetter(Body.of(element.content));
  const style = expressionStyle(compiler.settings);
  return mapGetter(compiler.contentValue(element), (value) =>
    Body.of(typeof value === "string" ? value : (bytesOf(value) ?? textOf(value, style))),
  );
}

/** The bytes of a `byte[]`. */
function bytesOf(value: Value): Uint8Array | undefined {
  if (typeof value !== "object" || value?.csType !== "[]" || value.csArgs?.[0] !== "byte") return undefined;
  return Uint8Array.from((value as CsArray).items, (item) => (item as CsByte).value);
}

/** `set-body`: of the request before the backend has answered, of the response after it. */
export const setBody: PolicyDefinition = {
  name: "set-body",
  limits: "Liquid: no filter `Currency`, no `OriginalMethod` and `ClientCertificates`.",
  compile: (element, compiler) => {
    const ofRequest = changesRequest(compiler);
    const withoutBody = compiler.settings.bodyWithoutBody;
    const change = compileSetBody(element, compiler);
    return (exchange) => {
      if (ofRequest) checkHasBody(exchange.request, withoutBody);
      const message = messageOf(exchange, ofRequest);
      if (message !== undefined) change(exchange, message);
      return undefined;
    };
  },
};

function checkHasBody({ body, method }: RequestMessage, withoutBody: string | number): void {
  if (body !== null || withoutBody === "allowed") return;
  if (withoutBody === "get-fails" && method !== "GET" && method !== "HEAD") return;
  throw new PolicyFailure({ reason: "NoBody", message: `The ${method} request has no body to set.` });
}
