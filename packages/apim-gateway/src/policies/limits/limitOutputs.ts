import type { Exchange } from "../../pipeline/exchange";
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

/** Headers of the answer, set when no policy can change it any more. Nothing where no header is asked for. */
export function answerWith(
  exchange: Exchange,
  headers: readonly (readonly [name: string | undefined, value: () => number])[],
): void {
  if (headers.every(([name]) => name === undefined)) return;
  exchange.onAnswer(() => {
    for (const [name, value] of headers)
      if (name !== undefined) exchange.response?.headers.set(name, String(value()));
    return undefined;
  });
}
