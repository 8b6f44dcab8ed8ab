import type { Exchange } from "../../pipeline/exchange";
import type { ResponseMessage } from "../../pipeline/messages";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";

/** A number that a policy tells in a header of the answer, in a variable, or in both. */
export interface NumberOutput {
  readonly header: string | undefined;
  readonly variable: string | undefined;
}

/** @param prefix of the attributes `…-header-name` and `…-variable-name`, none of which takes an expression */
export function compileOutput(
  element: PolicyElement,
  compiler: PolicyCompiler,
  prefix: string,
  defaultHeader?: string,
): NumberOutput {
  const named = (attribute: string) => compiler.optionalText(element, `${prefix}-${attribute}`)?.constant;
  return { header: named("header-name") || defaultHeader, variable: named("variable-name") || undefined };
}

/** Whole seconds until something is allowed again, as `Retry-After` has them: at least one. */
export const secondsOf = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000));

export function setVariable(exchange: Exchange, output: NumberOutput, value: number): void {
  if (output.variable !== undefined) exchange.variables.set(output.variable, value);
}

/**
 * Headers of the answer. Policies of outbound and on-error see them there, and what they make of them stays: a header
 * that one has changed or deleted is not set again. Nothing where no header is asked for.
 *
 * @param headers are asked for again before the answer goes out, when more may be known
 */
export function answerWith(exchange: Exchange, headers: () => Readonly<Record<string, string>>): void {
  let shown: ResponseMessage | undefined;
  let told: Readonly<Record<string, string>> = {};
  const tell = () => {
    const { response } = exchange;
    if (response === null) return;
    const isFirst = response !== shown;
    const next = headers();
    for (const [name, value] of Object.entries(next)) {
      const before = isFirst ? undefined : told[name];
      if (before === undefined || response.headers.get(name) === before) response.headers.set(name, value);
    }
    // What was told and turned out to be unknown.
    for (const [name, value] of Object.entries(told))
      if (!isFirst && !(name in next) && response.headers.get(name) === value) response.headers.delete(name);
    shown = response;
    told = next;
  };
  if (exchange.services.settings.limitHeaders === "visible") exchange.hooks.onHeaders(tell);
  exchange.hooks.onAnswer(() => {
    tell();
    return undefined;
  });
}
