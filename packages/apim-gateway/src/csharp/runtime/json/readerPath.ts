/** A container that is not closed yet: what was read last in it. */
interface Container {
  readonly isArray: boolean;
  /** The name of the property, or the index of the element, that was read last; `undefined` before the first. */
  last: string | number | undefined;
}

/** Comments, texts with their quotes, what stands alone, bare words. */
const token =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[{}[\]:,]|[^\s{}[\]:,"'/]+/g;

/**
 * The path that Newtonsoft's messages give for a place in JSON: the containers around it, and what was read last in the
 * innermost, `model` or `messages[0].role`; empty at the root.
 *
 * @param text what was read before the place; it is JSON as far as it goes
 */
export function readerPath(text: string): string {
  const open: Container[] = [];
  let name = "";
  for (const [found] of text.matchAll(token)) {
    const top = open.at(-1);
    if (found === "{" || found === "[") {
      if (top?.isArray) count(top);
      open.push({ isArray: found === "[", last: undefined });
    } else if (found === "}" || found === "]") open.pop();
    else if (found === ":") {
      if (top !== undefined) top.last = name;
    } else if (found !== "," && !found.startsWith("/")) {
      name = unquoted(found);
      if (top?.isArray) count(top);
    }
  }
  return open.map(({ last }) => last).reduce<string>(joined, "");
}

function count(array: Container): void {
  array.last = typeof array.last === "number" ? array.last + 1 : 0;
}

const unquoted = (text: string) => (/^["']/.test(text) ? text.slice(1, -1) : text);

function joined(path: string, step: string | number | undefined): string {
  if (step === undefined) return path;
  if (typeof step === "number") return `${path}[${step}]`;
  if (/[ '/"[\](){}.\\\t\n\r\f\b]/.test(step)) return `${path}['${step.replace(/['\\]/g, "\\$&")}']`;
  return path === "" ? step : `${path}.${step}`;
}
