import type { Catalogue, VersionRecord } from "./catalogue";

/**
 * The text of `data/catalogue.json`: names and versions in order, one line per list, so that a change of one fact is a
 * change of one line.
 */
export function catalogueText(catalogue: Catalogue): string {
  const models = byName(catalogue.models).map(([model, versions]) => {
    const records = byName(versions).map(
      ([version, record]) => `      ${json(version)}: ${recordText(record)}`,
    );
    return `    ${json(model)}: {\n${records.join(",\n")}\n    }`;
  });
  const head = (["meaning", "lifecycle", "offers", "sizes"] as const).map(
    (key) => `  ${json(key)}: ${objectText(catalogue[key], 4)}`,
  );
  return `{\n${head.join(",\n")},\n  "models": {\n${models.join(",\n")}\n  }\n}\n`;
}

function recordText({
  state,
  retires,
  successor,
  kind,
  read,
  offers,
  sizes,
  regions,
}: VersionRecord): string {
  const life = { state, retires, successor, kind, read };
  const lines = Object.entries(life)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `        ${json(key)}: ${json(value)}`);
  if (offers !== undefined) lines.push(`        "offers": ${objectText(offers, 10)}`);
  if (sizes !== undefined) lines.push(`        "sizes": ${objectText(sizes, 10)}`);
  if (regions !== undefined) lines.push(`        "regions": ${objectText(regions, 10)}`);
  return `{\n${lines.join(",\n")}\n      }`;
}

function objectText(object: object, indent: number): string {
  const space = " ".repeat(indent);
  const lines = Object.entries(object).map(([key, value]) => `${space}${json(key)}: ${json(value)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${" ".repeat(indent - 2)}}`;
}

/** On one line, with a space after each comma and colon. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.length === 0
    ? "{}"
    : `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${json(item)}`).join(", ")} }`;
}

const byName = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
