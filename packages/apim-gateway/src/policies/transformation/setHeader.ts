import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { constantGetter, type Getter, getter } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { changeHeader, type ExistsAction, isExistsAction, isProtected } from "./changeHeader";
import { checkHeaderName, headerValueCheck, isHeaderName } from "./checkHeader";
import { deleteHeaders } from "./deleteHeaders";
import { changesRequest, responseOf } from "./sectionMessage";

/** Changes the headers of a message. @throws PolicyFailure */
export interface HeaderChange {
  (exchange: Exchange, headers: Headers): void;
  /** The header, where all that it does is to delete this one. */
  readonly deletes?: string;
}

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
    .map((value) => ({ get: compiler.content(value), check: headerValueCheck() }));
  const joined = compiler.settings.severalHeaderValues === "joined";
  const keepEmpty = compiler.settings.emptyHeaderValue === "set";
  const protection = compiler.settings.protectedHeaders;
  const refuses = (name: string, action: ExistsAction): boolean =>
    protection !== "allowed" && isProtected(name, action, ofResponse);
  const change = (
    exchange: Exchange,
    headers: Headers,
    name: string,
    action: Exclude<ExistsAction, "delete">,
  ) => {
    const values: string[] = [];
    for (const { get, check } of valuesOf) {
      const value = get(exchange);
      check(name, value);
      if (keepEmpty || value !== "") values.push(value);
    }
    exchange.recorder?.note(`${name}: ${action}`);
    // What most do.
    if (values.length === 1 && action === "override") headers.set(name, values);
    else changeHeader(headers, action, name, values, joined);
  };
  const name = nameOf.constant;
  const action = actionOf.constant;
  // A policy has dozens of these with literals, and what is known of them is decided once.
  if (name !== undefined && action !== undefined && isHeaderName(name)) {
    if (refuses(name, action)) return (exchange) => refuse(protection, name, exchange);
    if (action !== "delete") return (exchange, headers) => change(exchange, headers, name, action);
    const remove: HeaderChange = (exchange, headers) => {
      exchange.recorder?.note(`${name}: delete`);
      headers.delete(name);
    };
    return Object.assign(remove, { deletes: name });
  }
  return (exchange, headers) => {
    const name = nameOf(exchange);
    const action = actionOf(exchange);
    checkHeaderName(name);
    if (refuses(name, action)) refuse(protection, name, exchange);
    else if (action === "delete") {
      exchange.recorder?.note(`${name}: delete`);
      headers.delete(name);
    } else change(exchange, headers, name, action);
  };
}

/** `exists-action`. It throws PolicyFailure for anything but the four words. */
export function compileExistsAction(element: PolicyElement, compiler: PolicyCompiler): Getter<ExistsAction> {
  const text = compiler.text(element, "exists-action", "override");
  // A wrong literal fails when it is reached, as everything that is evaluated does.
  return text.constant !== undefined && isExistsAction(text.constant)
    ? constantGetter(text.constant)
    : getter((exchange) => existsAction(text(exchange)), text.reads);
}

function existsAction(text: string): ExistsAction {
  if (isExistsAction(text)) return text;
  throw new PolicyFailure({
    reason: "ExpressionValueEvaluationFailure",
    message: `The value of exists-action is ${JSON.stringify(text)}; it must be override, skip, append or delete.`,
  });
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
    if (change.deletes !== undefined) return deleteHeaders(ofRequest, [change.deletes]);
    if (ofRequest)
      return (exchange) => {
        change(exchange, exchange.request.headers);
        return undefined;
      };
    return (exchange) => {
      const response = responseOf(exchange);
      if (response !== undefined) change(exchange, response.headers);
      return undefined;
    };
  },
};
