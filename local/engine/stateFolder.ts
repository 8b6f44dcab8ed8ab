import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Makes the folders that {@link engineEnvironment} names. The CLI writes every message of a run, encrypted, to
 * `<home>/logs`: in a large preview a third of the engine's time. It goes on without where that is no folder, so a file
 * stands in its place; remove the file to have the logs. A folder that is there already stays.
 */
export function makeStateFolder(stateFolder: string): void {
  for (const name of ["backend", "home"]) fs.mkdirSync(path.join(stateFolder, name), { recursive: true });
  const logs = path.join(stateFolder, "home", "logs");
  if (!fs.existsSync(logs))
    fs.writeFileSync(logs, "Remove this file and the Pulumi CLI keeps its logs here.\n");
}
