import { count } from "../text/count";
import { later } from "./later";
import { type CheckCommandOptions, verbOptions } from "./options";
import { readSettings } from "./readSettings";
import { gatewayProblems } from "./reportProblems";
import { coloured, err, out } from "./terminal";
import type { Verb } from "./verb";

export const checkVerb: Verb = (program, exit) => {
  const options = verbOptions();
  program
    .command("check")
    .description("read and compile a folder, and report every problem with its place")
    .argument("<folder>", "ARM-shaped resources, an export, or files by hand: one policy.xml is enough")
    .addOption(options.strict)
    .addOption(options.lenient)
    .addOption(options.format)
    .addOption(options.service)
    .addOption(options.set)
    .addHelpText(
      "after",
      `
Examples:
  npx apim-gateway check my-policies
  npx apim-gateway check my-policies --strict --format github
  npx apim-gateway check samples --lenient        (policies of others, mistakes and all)
Exit code: 0 no errors; 1 problems; 2 wrong usage.`,
    )
    .action((folder: string, given: CheckCommandOptions) => exit(check(folder, given)));
};

/** Reports every problem of a folder. @returns the exit code */
export function check(folder: string, options: CheckCommandOptions): number {
  const { settings, faults, notes } = readSettings(options.set);
  err([...notes, ...faults].map((line) => `${line}\n`).join(""));
  if (faults.length > 0) return 2;
  const { checkFolder } = later.checkFolder;
  const { service, strict, lenient, format } = options;
  const { configuration, problems } = checkFolder(folder, {
    settings,
    strict,
    lenient,
    ...(service === undefined ? {} : { service }),
  });
  out(gatewayProblems(folder, problems, format, coloured()));
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const refused = problems.filter(({ refusedAtSave }) => refusedAtSave).length;
  const warnings = problems.length - errors - refused;
  if (format === "text")
    out(
      configuration === undefined || problems.length > 0
        ? `${folder}: ${count(errors, "error")}, ${count(warnings, "warning")}${refused === 0 ? "" : `, ${count(refused, "mistake")} that API Management would refuse at save`}\n`
        : `${folder}: no problems (${count(configuration.apis.length, "API")}, ${count(configuration.fragments.size, "fragment")}, ${count(configuration.backends.length, "backend")})\n`,
    );
  // Only where it helps: XML that is not well-formed and faults of resources stay errors.
  const errorsLeft = () =>
    checkFolder(folder, {
      settings,
      strict: false,
      lenient: true,
      ...(service === undefined ? {} : { service }),
    }).problems.filter(({ severity }) => severity === "error").length;
  if (format === "text" && errors > 0 && !strict && !lenient && errorsLeft() < errors)
    out("To try policies that others wrote, add --lenient: what can be run runs.\n");
  return errors > 0 || (strict && warnings > 0) ? 1 : 0;
}
