import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter } from "../scenarios/report/reporter";
import type { ScenarioResult } from "../scenarios/scenarioResult";
import type { SettingTry } from "../scenarios/settingsEach";
import { later } from "./later";
import type { CommandNames } from "./names";
import { type TestCommandOptions, verbOptions } from "./options";
import { createProgress } from "./progress";
import { readSettings } from "./readSettings";
import { coloured, columns, err, out } from "./terminal";
import type { Verb } from "./verb";

/** `test`, on the command line that has these names. */
export const testVerb =
  (names: CommandNames): Verb =>
  (program, exit) => {
    const options = verbOptions();
    program
      .command("test")
      .description("run the scenarios of a folder: what policies do, in virtual time")
      .argument("[folder]", "a folder with *.scenario.yaml, or one of these files", ".")
      .addOption(options.filter)
      .addOption(options.settingsEach)
      .addOption(options.lenient)
      .addOption(options.set)
      .addOption(options.seed)
      .addOption(options.testFormat)
      .addOption(options.real)
      .addOption(options.watch)
      .addHelpText(
        "after",
        `
Examples:
  ${names.test}
  ${names.test} policies --filter failover
  ${names.test} policies --settings each     (what depends on something undocumented?)
  ${names.test} policies --format junit > results.xml
Exit code: 0 all passed; 1 something failed, or there is no scenario; 2 wrong usage.`,
      )
      .action(async (folder: string, given: TestCommandOptions) => exit(await test(folder, given)));
  };

/** Runs scenarios and reports them. @returns the exit code */
export async function test(folder: string, options: TestCommandOptions): Promise<number> {
  const { settings, faults, notes } = readSettings(options.set);
  err([...notes, ...faults].map((line) => `${line}\n`).join(""));
  if (faults.length > 0) return 2;
  if (!existsSync(folder)) {
    err(`There is no folder \`${folder}\`.\n`);
    return 2;
  }
  if (!options.watch) return runAll(folder, options, settings);
  const { watchScenarios } = later.watchScenarios;
  return watchScenarios(folder, async () => {
    await runAll(folder, options, settings);
    // Who reads text may wonder whether it has ended.
    out(options.format === "text" ? "Waiting for changes. Ctrl+C ends it.\n\n" : "\n");
  });
}

async function runAll(
  folder: string,
  { filter, settings, seed, format, lenient, real }: TestCommandOptions,
  set: Readonly<Record<string, string | number>>,
): Promise<number> {
  const { runScenarios } = later.runScenarios;
  const { Coverage } = later.coverage;
  const reporter = reporterOf(format, statSync(folder).isFile() ? dirname(folder) : folder);
  const coverage = new Coverage();
  const results: ScenarioResult[] = [];
  const progress = createProgress(process.stderr, () => performance.now());
  const begun = performance.now();
  out(reporter.begin());
  const all = runScenarios(folder, {
    coverage,
    set,
    lenient,
    real,
    ...(settings === undefined
      ? {}
      : { settings, onTry: (name, attempt) => progress.show(tryText(name, attempt)) }),
    ...(filter === undefined ? {} : { filter }),
    ...(seed === undefined ? {} : { seed }),
  });
  for await (const result of all) {
    results.push(result);
    progress.clear();
    out(reporter.result(result));
  }
  out(reporter.end({ results, realMs: performance.now() - begun, coverage: coverage.result() }));
  if (results.length > 0) return results.some(({ outcome }) => outcome === "failed") ? 1 : 0;
  err(
    filter === undefined
      ? `There is no scenario in \`${folder}\`: no file is called *.scenario.yaml. \`npx apim-gateway init ${folder}\` writes the first.\n`
      : `No scenario of \`${folder}\` has \`${filter}\` in its name or path.\n`,
  );
  return 1;
}

const tryText = (name: string, { setting, value, number, of }: SettingTry): string =>
  `${number} of ${of}: ${setting}=${value} · ${name}`;

/** @param root folder that the paths of scenarios count from */
function reporterOf(format: TestCommandOptions["format"], root: string): Reporter {
  const { textReporter } = later.textReporter;
  const { createColors } = later.picocolors;
  const text = () => textReporter({ width: columns(), colours: createColors(coloured()) });
  switch (format) {
    case "text":
      return text();
    case "tap":
      return later.tap.tapReporter();
    case "junit":
      return later.junit.junitReporter(root);
    case "github":
      return later.github.githubReporter(text(), root);
  }
}
