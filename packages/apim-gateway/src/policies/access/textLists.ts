import { constantGetter, type Getter, getter, mapGetter } from "../../pipeline/getter";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";

/** The values of several getters; made once where all are literals. */
export function allOf<T>(getters: readonly Getter<T>[]): Getter<readonly T[]> {
  if (getters.every((each) => each.constant !== undefined))
    return constantGetter(getters.map((each) => each.constant as T));
  return getter((exchange) => getters.map((get) => get(exchange)), {
    request: getters.some((each) => each.reads.request),
    response: getters.some((each) => each.reads.response),
  });
}

/** The text of an element without the space around it, as in a list that is written over several lines. */
export function trimmedContent(element: PolicyElement, compiler: PolicyCompiler): Getter<string> {
  return mapGetter(compiler.content(element), (text) => text.trim());
}

/** `<audiences><audience>…</audience></audiences>`: the texts; `undefined` where the list is absent. */
export function compileList(
  element: PolicyElement,
  list: string,
  compiler: PolicyCompiler,
): Getter<readonly string[]> | undefined {
  const found = element.children.find(({ name }) => name === list);
  return found && allOf(found.children.map((child) => trimmedContent(child, compiler)));
}
