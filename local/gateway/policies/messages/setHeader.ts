import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { changeHeader, type ExistsAction, isExistsAction, isProtected } from "./changeHeader";
import { checkHeaderName, checkHeaderValue } from "./checkHeader";
import { changesRequest, messageOf } from "./target";

/** Changes the headers of a message. @throws PolicyFailure */
export type HeaderChange = (exchange: Exchange, headers: Headers) => void;

/**
 * `set-header`, for any message: also for those of `return-response` and `send-request`.
 *
 * @param ofResponse whether the message is a response
 */
export function compileSetHeader(
  element: PolicyElement,
  compiler: PolicyCompiler,
  ofResponse = false,
): HeaderChange {
  const nameOf = compiler.text(element, "name");
  const actionOf = compileExistsAction(element, compiler);
  const valuesOf = element.children
    .filter(({ name }) => name === "value")
    .map((value) => compiler.content(value));
  const joined = compiler.setting("severalHeaderValues") === "joined";
  const keepEmpty = compiler.setting("emptyHeaderValue") === "set";
  const protection = compiler.setting("protectedHeaders");
  return (exchange, headers) => {
    const name = nameOf(exchange);
    const action = actionOf(exchange);
    checkHeaderName(name);
    if (protection !== "allowed" && isProtected(name, action, ofResponse))
      return refuse(protection, name, exchange);
    let values: string[] | undefined;
    if (action !== "delete") {
      values = [];
      for (const get of valuesOf) {
        const value = get(exchange);
        checkHeaderValue(name, value);
        if (keepEmpty || value !== "") values.push(value);
      }
    }
    exchange.recorder?.note(`${name}: ${action}`);
    changeHeader(headers, action, name, values ?? [], joined);
  };
}

/** `exists-action`. What it gives throws PolicyFailure for anything but the four words. */
export function compileExistsAction(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange) => ExistsAction {
  const textOf = compiler.text(element, "exists-action", "override");
  return (exchange) => {
    const text = textOf(exchange);
    if (isExistsAction(text)) return text;
    throw new PolicyFailure({
      reason: "ExpressionValueEvaluationFailure",
      message: `The value of exists-action is ${JSON.stringify(text)}; it must be override, skip, append or delete.`,
    });
  };
}

function refuse(protection: string | number, name: string, exchange: Exchange): void {
  if (protection === "failure")
    throw new PolicyFailure({ reason: "InvalidHeader", message: `Header '${name}' cannot be changed.` });
  exchange.recorder?.note(`Header '${name}' cannot be changed by a policy: left as it is.`);
}

/** `set-header`: of the request before the backend has answered, of the response after it. */
export const setHeader: PolicyDefinition = {
  name: "set-header",
  compile: (element, compiler) => {
    const ofRequest = changesRequest(compiler);
    const change = compileSetHeader(element, compiler, !ofRequest);
    return (exchange) => {
      const message = messageOf(exchange, ofRequest);
      if (message !== undefined) change(exchange, message.headers);
      return undefined;
    };
  },
};
