import type { Name } from "@peculiar/asn1-x509";

/** One attribute of a name, such as `CN=contoso.com`. */
export interface NamePart {
  /** Object identifier in dots. */
  readonly type: string;
  readonly value: string;
}

/** Short names as Windows writes them. Read are `ST`, `EMAILADDRESS` and `OID.1.2.3` too. */
const shortNames: Readonly<Record<string, string>> = {
  CN: "2.5.4.3",
  SN: "2.5.4.4",
  SERIALNUMBER: "2.5.4.5",
  C: "2.5.4.6",
  L: "2.5.4.7",
  S: "2.5.4.8",
  STREET: "2.5.4.9",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  T: "2.5.4.12",
  G: "2.5.4.42",
  I: "2.5.4.43",
  E: "1.2.840.113549.1.9.1",
  DC: "0.9.2342.19200300.100.1.25",
};
const typeNames = new Map(Object.entries(shortNames).map(([name, type]) => [type, name]));
const others: Readonly<Record<string, string | undefined>> = {
  ...shortNames,
  ST: shortNames.S,
  EMAILADDRESS: shortNames.E,
  GN: shortNames.G,
};

/** A certificate's name, in the order of the certificate; parts that share a place follow each other. */
export function readName(name: Name): NamePart[] {
  return name.flatMap((place) => place.map(({ type, value }) => ({ type, value: value.toString() })));
}

/** As .NET writes it: the last part first, and quotes where a value has characters that mean something. */
export function writeName(parts: readonly NamePart[]): string {
  return parts
    .toReversed()
    .map(({ type, value }) => `${typeNames.get(type) ?? `OID.${type}`}=${quoted(value)}`)
    .join(", ");
}

const quoted = (value: string): string =>
  value === "" || /^\s|\s$|[,+="\r\n<>#;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Reads `CN=x, O="Contoso, Inc."`; `undefined` for what is no name. */
export function parseName(text: string): NamePart[] | undefined {
  const parts: NamePart[] = [];
  const part =
    /\s*([A-Za-z][\w.]*|\d+(?:\.\d+)+)\s*=\s*(?:"((?:[^"]|"")*)"\s*|([^\s",;+][^",;+]*)?)(?:[,;+]|$)/y;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return undefined;
    const [, key = "", inQuotes, plain = ""] = match;
    const type = others[key.toUpperCase()] ?? /^(?:OID\.)?(\d+(?:\.\d+)+)$/i.exec(key)?.[1];
    if (type === undefined) return undefined;
    parts.push({ type, value: inQuotes?.replaceAll('""', '"') ?? plain.trim() });
  }
  return parts.length > 0 ? parts : undefined;
}

/** Whether two names are the same, whichever end they start from; case and runs of spaces do not matter (X.520). */
export function isSameName(a: readonly NamePart[], b: readonly NamePart[]): boolean {
  const key = (parts: readonly NamePart[]) =>
    JSON.stringify(parts.map(({ type, value }) => [type, value.trim().replace(/\s+/g, " ").toLowerCase()]));
  return key(a) === key(b) || key(a) === key(b.toReversed());
}
