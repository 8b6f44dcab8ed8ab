import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import type { FolderGateway, ServeEvent } from "../../packages/apim-gateway/src/serve/folderGateway";
import type { GatewayCommandOptions } from "./options";
import { gatewayProblems } from "./problems";
import { readSettings } from "./readSettings";
import { settingsText } from "./settingsText";
import { startReport } from "./startReport";

const out = (text: string) => void process.stdout.write(text);
const err = (text: string) => void process.stderr.write(text);

/** @returns the exit code */
export async function runGateway(
  folder: string | undefined,
  options: GatewayCommandOptions,
): Promise<number> {
  if (options.settings) {
    out(settingsText(process.stdout.columns ?? 100));
    return 0;
  }
  if (options.policies) {
    const { policySupportMarkdown } =
      require("../../packages/apim-gateway/src/gateway/policySupport") as typeof import("../../packages/apim-gateway/src/gateway/policySupport");
    const { policiesText } = require("./policiesText") as typeof import("./policiesText");
    out(options.markdown ? policySupportMarkdown() : policiesText());
    return 0;
  }
  if (folder === undefined) {
    err("Name a folder with resources or a policy, such as packages/apim-gateway/examples/hello.\n");
    return 2;
  }
  const { settings, faults } = readSettings(options.set);
  if (faults.length > 0) {
    err(faults.map((fault) => `${fault}\n`).join(""));
    return 2;
  }
  if (options.showKey !== undefined) return showKey(folder, options.showKey, options.service);
  return options.check ? check(folder, options, settings) : serve(folder, options, settings);
}

function check(folder: string, options: GatewayCommandOptions, settings: Record<string, unknown>): number {
  const { checkFolder } =
    require("../../packages/apim-gateway/src/gateway/checkFolder") as typeof import("../../packages/apim-gateway/src/gateway/checkFolder");
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
        ? `${folder}: ${counted(errors, "error")}, ${counted(warnings, "warning")}${refused === 0 ? "" : `, ${counted(refused, "mistake")} that API Management would refuse at save`}\n`
        : `${folder}: no problems (${counted(configuration.apis.length, "API")}, ${counted(configuration.fragments.size, "fragment")}, ${counted(configuration.backends.length, "backend")})\n`,
    );
  if (format === "text" && errors > 0 && !strict && !lenient)
    out("To try policies that others wrote, add --lenient: what can be run runs.\n");
  return errors > 0 || (strict && warnings > 0) ? 1 : 0;
}

async function serve(
  folder: string,
  options: GatewayCommandOptions,
  settings: Record<string, unknown>,
): Promise<number> {
  const { startFolderGateway } =
    require("../../packages/apim-gateway/src/serve/folderGateway") as typeof import("../../packages/apim-gateway/src/serve/folderGateway");
  const { ConfigurationError } =
    require("../../packages/apim-gateway/src/gateway/gateway") as typeof import("../../packages/apim-gateway/src/gateway/gateway");
  const backends = readBackends(options.backends);
  if (typeof backends === "string") {
    err(backends);
    return 2;
  }
  const { host, port, instances, strict, lenient, traces, service } = options;
  let gateway: FolderGateway;
  try {
    gateway = await startFolderGateway({
      dir: folder,
      host,
      port,
      instances,
      strict,
      lenient,
      traces,
      settings,
      backends,
      ...(options.log === undefined ? {} : { log: logWriter(options.log) }),
      ...(service === undefined ? {} : { service }),
      onEvent: (event) => err(eventText(folder, event)),
    });
  } catch (error) {
    if (error instanceof ConfigurationError) {
      err(gatewayProblems(folder, error.problems, "text", coloured()));
      err(`${folder} cannot be served. Mend the errors above; --check shows them again.\n`);
      return 1;
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES" && code !== "EADDRNOTAVAIL") throw error;
    err(
      `${host}:${port} cannot be listened at (${code}). Choose another with --port; 0 takes any that is free.\n`,
    );
    return 1;
  }
  err(gatewayProblems(folder, gateway.problems, "text", coloured()));
  out(startReport(gateway, folder));
  await interrupted();
  err("Ending: requests under way have 10 s.\n");
  await gateway.close();
  return 0;
}

/** Waits for Ctrl+C. A second one ends the process at once. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Writes lines to a file, or to standard output for `-`. A line waits until the one before it has gone. */
function logWriter(file: string): (line: string) => undefined | Promise<void> {
  const stream = file === "-" ? process.stdout : createWriteStream(file, { flags: "a" });
  return (line) => (stream.write(`${line}\n`) ? undefined : once(stream, "drain").then(() => {}));
}

function readBackends(file: string | undefined) {
  if (file === undefined) return new Map<string, string>();
  const { readBackendMap } =
    require("../../packages/apim-gateway/src/serve/backendMap") as typeof import("../../packages/apim-gateway/src/serve/backendMap");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return `${file} cannot be read: ${(error as Error).message}\n`;
  }
  const { map, faults } = readBackendMap(text);
  return faults.length === 0 ? map : faults.map((fault) => `${file}: ${fault}\n`).join("");
}

function showKey(folder: string, name: string, service: string | undefined): number {
  const { loadConfiguration } =
    require("../../packages/apim-gateway/src/resources/loadConfiguration") as typeof import("../../packages/apim-gateway/src/resources/loadConfiguration");
  const { configuration, problems } = loadConfiguration(folder, service === undefined ? {} : { service });
  if (configuration === undefined) {
    err(gatewayProblems(folder, problems, "text", coloured()));
    return 1;
  }
  const found = configuration.subscriptions.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  const key = found?.primaryKey ?? found?.secondaryKey;
  if (key === undefined) {
    const names = configuration.subscriptions.map(({ id }) => id).join(", ") || "none";
    err(
      found === undefined
        ? `There is no subscription '${name}'; there are: ${names}.\n`
        : `The folder has no key of '${name}'.\n`,
    );
    return 1;
  }
  out(`${key}\n`);
  return 0;
}

function eventText(folder: string, event: ServeEvent): string {
  switch (event.kind) {
    case "reloaded":
      return `The folder has changed and is in use.\n${gatewayProblems(folder, event.problems, "text", coloured())}`;
    case "kept":
      return `The folder has changed and cannot be used; what was there before stays in force:\n${gatewayProblems(folder, event.problems, "text", coloured())}`;
    case "moved":
      return "";
    case "defect":
      return `A defect of the gateway: ${event.error instanceof Error ? event.error.stack : String(event.error)}\n`;
  }
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

const coloured = () => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
