import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { later } from "./later";
import { err, out } from "./terminal";
import type { Verb } from "./verb";

/** What the first scenario of a folder is called. */
const FILE = "first.scenario.yaml";

export const initVerb: Verb = (program, exit) => {
  program
    .command("init")
    .description("write a first scenario for a folder of policies; never writes over a file")
    .argument("[folder]", "ARM-shaped resources, an export, or files by hand: one policy.xml is enough", ".")
    .addHelpText(
      "after",
      `
Example:
  npx apim-gateway init my-policies && npx apim-gateway test my-policies
Exit code: 0 written; 1 the folder cannot be run, or has a first scenario; 2 wrong usage.`,
    )
    .action(async (folder: string) => exit(await init(folder)));
};

/** Writes the first scenario of a folder. @returns the exit code */
export async function init(folder: string): Promise<number> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    err(
      existsSync(folder)
        ? `\`${folder}\` is a file. Give the folder that it lies in: \`${dirname(folder)}\`.\n`
        : `There is no folder \`${folder}\`.\n`,
    );
    return 2;
  }
  const { firstScenario } = later.firstScenario;
  const first = await firstScenario(folder);
  if (typeof first === "string") {
    err(`${first}\n\`npx apim-gateway check ${folder}\` shows every problem of the folder.\n`);
    return 1;
  }
  const path = join(folder, FILE);
  try {
    // `wx`: a file that is there stays.
    writeFileSync(path, first.text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    err(
      code === "EEXIST"
        ? `${path} is there already and stays as it is.\n`
        : `${path} cannot be written (${code ?? "unknown error"}).\n`,
    );
    return 1;
  }
  out(
    `Wrote ${path}: what the folder does today with one request. Run it: npx apim-gateway test ${folder}\n`,
  );
  return 0;
}
