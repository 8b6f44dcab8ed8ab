import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The bytes of the project's Pulumi files, by name. */
export type ProjectFiles = ReadonlyMap<string, Buffer>;

/** `Pulumi.yaml`, `Pulumi.<stack>.yaml` and their other spellings. */
export const isProjectFile = (name: string): boolean => /^Pulumi(\..+)?\.(ya?ml|json)$/i.test(name);

export function readProjectFiles(project: string): ProjectFiles {
  const names = readdirSync(project).filter(isProjectFile);
  return new Map(names.map((name) => [name, readFileSync(join(project, name))]));
}

/**
 * A second lock on a door that is closed: finds what was written into the project's Pulumi files while a command ran.
 * What holds a salt of the local runs was written by one of them and is put back as it was. Anything else is the work
 * of somebody else, an editor or git, and stays.
 *
 * @param mirror where the local runs keep their salts
 * @returns what was put back, one line each
 */
export function restoreProjectFiles(before: ProjectFiles, project: string, mirror: string): string[] {
  const salts = saltsOf(mirror);
  const restored: string[] = [];
  for (const [name, bytes] of readProjectFiles(project)) {
    const old = before.get(name);
    if (old?.equals(bytes)) continue;
    const holds = (text: string) => salts.some((salt) => text.includes(salt));
    if (!holds(bytes.toString()) || (old && holds(old.toString()))) continue;
    if (old === undefined) rmSync(join(project, name));
    else writeFileSync(join(project, name), old);
    restored.push(
      `${name} was ${old === undefined ? "made" : "written"} by this command, which must never happen; it is ${old === undefined ? "removed again" : "as it was before"}. Please report it.`,
    );
  }
  return restored;
}

function saltsOf(mirror: string): string[] {
  if (!existsSync(mirror)) return [];
  return [...readProjectFiles(mirror).values()].flatMap(
    (bytes) => /^encryptionsalt:\s*["']?([^\s"']+)/m.exec(bytes.toString())?.[1] ?? [],
  );
}
