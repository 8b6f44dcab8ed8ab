import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { idFault } from "./resourceId";
import type { ArmResource } from "./world";

/** A file of the world that cannot be used. The text names it and says the way out. */
export class WorldFileError extends Error {
  override readonly name = "WorldFileError";
}

/** `/subscriptions/s/resourceGroups/r` → `<folder>/subscriptions/s/resourceGroups/r.json`. */
export function fileOf(folder: string, id: string): string {
  return `${join(folder, ...id.split("/").filter(Boolean))}.json`;
}

/** Writes the whole file or nothing: a process that is killed leaves the old file, or the new one, never half of one. */
export function writeWhole(file: string, text: string, mode?: number): void {
  const partial = `${file}.${process.pid}.partial`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(partial, text, { mode });
  renameSync(partial, file);
}

/** Removes the file and the folders that are empty without it, up to `top`. */
export function removeWhole(file: string, top: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  for (let folder = dirname(file); folder.length > top.length; folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch {
      return; // not empty
    }
  }
}

/** A resource as its file shows it: what names it first, then the rest, every key in alphabetical order. */
export function resourceText(resource: ArmResource): string {
  const { id, name, type, ...rest } = resource;
  return `${JSON.stringify({ id, name, type, ...(sorted(rest) as object) }, undefined, 2)}\n`;
}

/** Every resource in the folder. Leftovers of a killed write are removed. */
export function readResources(folder: string): ArmResource[] {
  const found: ArmResource[] = [];
  const visit = (path: string): void => {
    for (const entry of entries(path)) {
      const file = join(path, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.name.endsWith(".partial")) unlinkSync(file);
      else if (entry.name.endsWith(".json")) found.push(readResource(file));
    }
  };
  visit(join(folder, "subscriptions"));
  return found;
}

function entries(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function readResource(file: string): ArmResource {
  const value = readJson(file) as Partial<ArmResource> | null;
  const complaint =
    typeof value !== "object" || value === null || Array.isArray(value)
      ? "it holds no JSON object"
      : typeof value.id !== "string"
        ? "`id` is not a text"
        : (idFault(value.id) ??
          (typeof value.name !== "string" || typeof value.type !== "string"
            ? "`name` and `type` must be texts"
            : typeof value.properties !== "object" || value.properties === null
              ? "`properties` is not an object"
              : undefined));
  if (complaint !== undefined) {
    throw new WorldFileError(
      `${file}: this is no resource, ${complaint}. Mend the file, or remove it: Azure then never had the resource.`,
    );
  }
  return value as ArmResource;
}

/** @throws WorldFileError with the path and the parser's words */
export function readJson(file: string): unknown {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WorldFileError(
      `${file}: this is no JSON (${(error as Error).message}). Mend the file, or remove it.`,
    );
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
