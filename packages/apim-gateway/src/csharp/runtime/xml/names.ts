import { type CsObject, fail } from "../value";

export const xmlnsUri = "http://www.w3.org/2000/xmlns/";
export const xmlUri = "http://www.w3.org/XML/1998/namespace";

/** A name with the namespace that it is in. */
export class CsXName implements CsObject {
  readonly csType = "XName";
  constructor(
    readonly local: string,
    readonly uri: string,
  ) {}
  csText(): string {
    return this.uri === "" ? this.local : `{${this.uri}}${this.local}`;
  }
  csKey(): string {
    return this.csText();
  }
}

export class CsXNamespace implements CsObject {
  readonly csType = "XNamespace";
  constructor(readonly uri: string) {}
  csText(): string {
    return this.uri;
  }
  csKey(): string {
    return this.uri;
  }
}

/** `local` or `{namespace}local`. @throws XmlException, ArgumentException */
export function parseName(text: string): CsXName {
  const found = /^(?:\{([^{}]*)\})?(.*)$/s.exec(text);
  return makeName(found?.[2] ?? "", found?.[1] ?? "");
}

export function makeName(local: string, uri: string): CsXName {
  if (local === "") throw fail("ArgumentException", "'' is an invalid expanded name.");
  if (!/^[\p{L}_][\p{L}\p{N}\p{M}_.\-\u00b7]*$/u.test(local))
    throw fail(
      "XmlException",
      `The '${/[^\p{L}\p{N}\p{M}_.-]/u.exec(local)?.[0] ?? local[0]}' character cannot be included in a name.`,
    );
  return new CsXName(local, uri);
}

export const sameName = (a: CsXName, b: CsXName): boolean => a.local === b.local && a.uri === b.uri;
