/** A segment between two slashes. Names are as written, without braces and star. */
export type TemplateSegment =
  | { readonly kind: "literal"; readonly text: string }
  /** `{id}`: the whole segment. */
  | { readonly kind: "parameter"; readonly name: string }
  /** `report-{year}.{format}`: texts and names in turn, both ends texts (which may be empty there). */
  | { readonly kind: "compound"; readonly texts: readonly string[]; readonly names: readonly string[] }
  /** `*`, `{*rest}`, `{rest*}`: everything from here on. */
  | { readonly kind: "wildcard"; readonly name: string | undefined };

export interface TemplateQuery {
  readonly name: string;
  readonly value: { readonly literal: string } | { readonly parameter: string };
}

export interface UrlTemplate {
  readonly segments: readonly TemplateSegment[];
  readonly query: readonly TemplateQuery[];
}

/** A template, or what is wrong with it, as a sentence. */
export type ParsedTemplate = UrlTemplate | { readonly fault: string };

/** The template of an operation: `/items/{id}`, `/*`, `/items/{rest*}?api-version={v}`. A slash at its end does not count. */
export function parseUrlTemplate(text: string): ParsedTemplate {
  const mark = text.indexOf("?");
  const path = (mark < 0 ? text : text.slice(0, mark)).replace(/^\/|\/$/g, "");
  const names = new Set<string>();
  const segments: TemplateSegment[] = [];
  const written = path === "" ? [] : path.split("/");
  for (const [index, part] of written.entries()) {
    const segment = parseSegment(part);
    if ("fault" in segment) return segment;
    if (segment.kind === "wildcard" && index < written.length - 1)
      return { fault: `A wildcard (\`${part}\`) must be the last part of the path.` };
    const repeated = remember(names, namesOf(segment));
    if (repeated !== undefined) return repeated;
    segments.push(segment);
  }
  const query: TemplateQuery[] = [];
  for (const part of mark < 0
    ? []
    : text
        .slice(mark + 1)
        .split("&")
        .filter(Boolean)) {
    const found = parseQuery(part);
    if ("fault" in found) return found;
    const repeated = "parameter" in found.value ? remember(names, [found.value.parameter]) : undefined;
    if (repeated !== undefined) return repeated;
    query.push(found);
  }
  return { segments, query };
}

function parseSegment(text: string): TemplateSegment | { readonly fault: string } {
  if (text === "*") return { kind: "wildcard", name: undefined };
  const pieces = text.split(/\{([^{}]*)\}/);
  const texts = pieces.filter((_, index) => index % 2 === 0);
  const names = pieces.filter((_, index) => index % 2 === 1);
  if (texts.some((piece) => /[{}]/.test(piece))) return { fault: `A brace in \`${text}\` has no partner.` };
  if (names.length === 0) return { kind: "literal", text };
  const alone = names.length === 1 && text.startsWith("{") && text.endsWith("}");
  if (alone && /^\*.|.\*$/.test(names[0] as string))
    return { kind: "wildcard", name: (names[0] as string).replace(/^\*|\*$/g, "") };
  const wrong = names.find((name) => name === "" || name.includes("*"));
  if (wrong !== undefined) return { fault: `\`{${wrong}}\` in \`${text}\` is not a parameter.` };
  if (alone) return { kind: "parameter", name: names[0] as string };
  if (texts.slice(1, -1).some((piece) => piece === ""))
    return { fault: `Between two parameters of \`${text}\` there must be something.` };
  return { kind: "compound", texts, names };
}

function parseQuery(text: string): TemplateQuery | { readonly fault: string } {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? "" : text.slice(at + 1);
  if (name === "" || /[{}]/.test(name))
    return { fault: `\`${text}\` is not a query parameter of a template.` };
  const parameter = /^\{([^{}*]+)\}$/.exec(value)?.[1];
  if (parameter !== undefined) return { name, value: { parameter } };
  if (/[{}]/.test(value)) return { fault: `\`${text}\`: a parameter must be the whole value.` };
  return { name, value: { literal: value } };
}

export function namesOf(segment: TemplateSegment): readonly string[] {
  if (segment.kind === "parameter") return [segment.name];
  if (segment.kind === "compound") return segment.names;
  return segment.kind === "wildcard" && segment.name !== undefined ? [segment.name] : [];
}

function remember(names: Set<string>, more: readonly string[]): { readonly fault: string } | undefined {
  for (const name of more) {
    if (names.has(name)) return { fault: `The parameter \`{${name}}\` occurs twice.` };
    names.add(name);
  }
  return undefined;
}
