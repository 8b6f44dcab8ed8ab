import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FleetCommand } from "../command";

const root = resolve(__dirname, "../..");

interface Check {
  readonly what: string;
  /** A script relative to the project, and its arguments. */
  readonly run: readonly string[];
  /** What mends it. */
  readonly remedy: string;
}

const checks: readonly Check[] = [
  { what: "types", run: ["node_modules/@typescript/native/bin/tsc", "--noEmit"], remedy: "mend the types" },
  {
    what: "types of the page",
    run: ["node_modules/@typescript/native/bin/tsc", "-p", "local/page/site"],
    remedy: "mend the types",
  },
  {
    what: "lint and format",
    run: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"],
    remedy: "npm run format",
  },
  { what: "schema", run: ["cli/main.js", "schema", "--check"], remedy: "./fleet schema" },
  { what: "goldens", run: ["cli/main.js", "render", "--golden", "--check"], remedy: "npm run golden" },
];

/** `fleet check`: types, lint, format, and that everything generated is up to date. All of them run, then it says which failed. */
export const command: FleetCommand = (program, exit) => {
  program
    .command("check")
    .description("types, lint, format, and that the generated files are up to date")
    .action(() => {
      const failed: Check[] = [];
      for (const check of checks) {
        const [script = "", ...args] = check.run;
        if (!existsSync(join(root, script))) {
          console.error(`${script} is missing; run npm ci first`);
          failed.push(check);
          continue;
        }
        const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
        console.log(`${status === 0 ? "ok    " : "FAILED"} ${check.what}`);
        if (status !== 0) failed.push(check);
      }
      for (const check of failed) console.error(`${check.what}: ${check.remedy}`);
      exit(failed.length === 0 ? 0 : 1);
    });
};
