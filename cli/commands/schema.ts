import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { FleetCommand } from "../command";

const file = resolve(__dirname, "../../stacks/schema.json");

export const command: FleetCommand = (program, exit) => {
  program
    .command("schema")
    .description("write stacks/schema.json, from which editors complete and explain topology files")
    .option("--check", "write nothing; exit with 1 when the file is out of date", false)
    .action(({ check }: { check: boolean }) => {
      const { topologyJsonSchema } =
        require("../../infra/topology/jsonSchema") as typeof import("../../infra/topology/jsonSchema");
      const wanted = topologyJsonSchema();
      const shown = relative(process.cwd(), file);
      if (readIfThere() === wanted) {
        console.log(`${shown} is up to date`);
      } else if (check) {
        console.error(`${shown} is out of date: run \`./fleet schema\` and commit it`);
        exit(1);
      } else {
        writeFileSync(file, wanted);
        console.log(`${shown} written`);
      }
    });
};

function readIfThere(): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
