import type { Catalogue, Lifecycle, VersionRecord } from "../../infra/topology/catalogue/catalogue";

/** What a reading changes, one line for each fact that another reader would want to know. Without the dates of the reading. */
export function catalogueDifference(before: Catalogue, after: Catalogue): string[] {
  const lines: string[] = [];
  for (const model of namesOf(before.models, after.models)) {
    const [old = {}, now = {}] = [before.models[model], after.models[model]];
    for (const version of namesOf(old, now)) {
      const what = `${model} ${version}`;
      const [was, is] = [old[version], now[version]];
      if (was === undefined && is !== undefined) lines.push(`${what}: new, ${lifeText(is)}`);
      else if (was !== undefined && is === undefined) lines.push(`${what}: gone`);
      else if (was !== undefined && is !== undefined) lines.push(...versionLines(what, was, is));
    }
  }
  return lines;
}

function versionLines(what: string, was: VersionRecord, is: VersionRecord): string[] {
  const lines: string[] = [];
  if (lifeText(was) !== lifeText(is)) lines.push(`${what}: ${lifeText(was)} → ${lifeText(is)}`);
  if (was.offers === undefined && is.offers !== undefined)
    lines.push(`${what}: offered as ${Object.keys(is.offers).join(", ") || "nothing"}`);
  else
    for (const sku of namesOf(was.offers ?? {}, is.offers ?? {})) {
      const [old, now] = [offer(was, sku), offer(is, sku)];
      const more = now.filter((region) => !old.includes(region));
      const less = old.filter((region) => !now.includes(region));
      const signs = [...more.map((region) => `+${region}`), ...less.map((region) => `−${region}`)];
      if (signs.length > 0) lines.push(`${what} as ${sku}: ${signs.join(" ")}`);
    }
  for (const sku of namesOf(was.sizes ?? {}, is.sizes ?? {})) {
    const [old, now] = [sizeText(was, sku), sizeText(is, sku)];
    if (old !== now) lines.push(`${what} as ${sku}: ${old} → ${now}`);
  }
  for (const region of namesOf(was.regions ?? {}, is.regions ?? {})) {
    const text = (record: VersionRecord) => {
      const special = record.regions?.[region];
      return special === undefined ? "as everywhere" : lifeText(special);
    };
    if (text(was) !== text(is)) lines.push(`${what} in ${region}: ${text(was)} → ${text(is)}`);
  }
  return lines;
}

function lifeText({ state, retires, successor }: Lifecycle): string {
  const day = retires === undefined ? "" : `, retires ${retires}`;
  return `${state}${day}${successor === undefined ? "" : `, then ${successor}`}`;
}

const offer = ({ offers }: VersionRecord, sku: string): readonly string[] =>
  (offers as Record<string, readonly string[]> | undefined)?.[sku] ?? [];

function sizeText({ sizes }: VersionRecord, sku: string): string {
  const size = (sizes as Record<string, readonly [number, number]> | undefined)?.[sku];
  return size === undefined ? "size not known" : `from ${size[0]} PTU in steps of ${size[1]}`;
}

const namesOf = (a: object, b: object): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort((x, y) => (x < y ? -1 : 1));
