import type { Api, PolicySource } from "./configuration";
import { KEY_NAMES } from "./readApis";

/** Files of a folder that holds documents and no APIs. */
export interface LooseDocuments {
  /** An API for each policy. */
  readonly apis: readonly Api[];
  /** By the file's name. */
  readonly fragments: ReadonlyMap<string, PolicySource>;
}

/**
 * Somebody tries policies: one serves every path, of several each those below its name. What is a fragment by its root
 * is one by its name.
 */
export function looseDocuments(texts: ReadonlyMap<string, string>): LooseDocuments {
  const policies: [file: string, text: string][] = [];
  const fragments = new Map<string, PolicySource>();
  for (const [file, text] of texts) {
    if (isFragment(text)) fragments.set(nameOf(file), { file, format: "rawxml", text });
    else policies.push([file, text]);
  }
  return {
    apis: policies.map(([file, text]) => policyApi(file, text, policies.length === 1 ? "" : segmentOf(file))),
    fragments,
  };
}

/** Policies that no request reaches, as another one serves their path: `a b.xml` beside `a-b.xml`. Each with the other. */
export function unreachedPolicies({
  apis,
}: LooseDocuments): readonly (readonly [file: string, by: string])[] {
  const byPath = new Map<string, string>();
  const found: [string, string][] = [];
  for (const { path, policy } of apis) {
    const file = policy?.file ?? "";
    const other = byPath.get(path.toLowerCase());
    if (other === undefined) byPath.set(path.toLowerCase(), file);
    else found.push([file, other]);
  }
  return found;
}

/**
 * Whether the root element is `fragment`. What may stand before a root ends where it first can, as in XML: a pattern
 * that may also end it later tries every combination, which doubles with each comment.
 */
function isFragment(text: string): boolean {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    at = skip(/\s*/y, text, at);
    const [start, end] = text.startsWith("<!--", at) ? ["<!--", "-->"] : ["<?", "?>"];
    if (!text.startsWith(start, at)) return skip(/<fragment[\s/>]/y, text, at) > at;
    const ends = text.indexOf(end, at + start.length);
    if (ends < 0) return false;
    at = ends + end.length;
  }
}

/** Behind what a sticky pattern finds there. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

const nameOf = (file: string) => file.replace(/\.xml$/i, "");

/** A path of one segment: `my policy.xml` is `my-policy`. */
const segmentOf = (file: string) => nameOf(file).replace(/[^A-Za-z0-9._-]+/g, "-");

/** It takes every call below its path, without a key. */
function policyApi(file: string, text: string, path: string): Api {
  const id = nameOf(file);
  return {
    id,
    displayName: id,
    path,
    revision: "1",
    isCurrent: true,
    version: undefined,
    versioning: undefined,
    serviceUrl: undefined,
    protocols: ["http", "https"],
    subscriptionRequired: false,
    keyNames: KEY_NAMES,
    operations: [
      { id: "everything", displayName: "Every call", method: "*", urlTemplate: "/*", policy: undefined },
    ],
    policy: { file, format: "rawxml", text },
    diagnostics: [],
  };
}
