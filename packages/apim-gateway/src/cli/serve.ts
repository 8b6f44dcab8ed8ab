import { readFileSync } from "node:fs";
import type { Transport } from "../ports/transport";
import type { ServedFolder, ServeEvent } from "../serve/serveFolder";
import { later } from "./later";
import { listenFault } from "./listenFault";
import { type CommandNames, ownNames } from "./names";
import { openLog } from "./openLog";
import { addServeOptions, type ServeCommandOptions } from "./options";
import { readSettings } from "./readSettings";
import { gatewayProblems } from "./reportProblems";
import { coloured, columns, err, out } from "./terminal";
import type { Verb } from "./verb";

export const serveVerb: Verb = (program, exit) => {
  addServeOptions(program.command("serve"))
    .description("execute the policies of a folder, over HTTP, and follow its changes")
    .argument("<folder>", "ARM-shaped resources, an export, or files by hand: one policy.xml is enough")
    .addHelpText(
      "after",
      `
Examples:
  npx apim-gateway serve my-policies --port 8180
  npx apim-gateway serve my-policies --backends accounts.json
  npx apim-gateway serve samples --lenient        (policies of others, mistakes and all)
  npx apim-gateway serve my-policies --set poolSelection=random-weighted --instances 3
Exit code: 0 ended by Ctrl+C; 1 the folder or the address cannot be served; 2 wrong usage.`,
    )
    .action(async (folder: string, given: ServeCommandOptions) => exit(await serve(folder, given, ownNames)));
};

/**
 * Serves a folder until it is interrupted.
 * @param around what stands between the gateway and its backends
 * @returns the exit code
 */
export async function serve(
  folder: string,
  options: ServeCommandOptions,
  names: CommandNames,
  around?: (transport: Transport) => Transport,
): Promise<number> {
  const { settings, faults, notes } = readSettings(options.set);
  err([...notes, ...faults].map((line) => `${line}\n`).join(""));
  if (faults.length > 0) return 2;
  if (options.showKey !== undefined) return showKey(folder, options.showKey, options.service);
  const { serveFolder } = later.serveFolder;
  const { ConfigurationError } = later.createGateway;
  const backends = readBackends(options.backends);
  if (typeof backends === "string") {
    err(backends);
    return 2;
  }
  const { host, port, instances, strict, lenient, traces, showBodies, adminToken, service } = options;
  const log = options.log === undefined ? undefined : await openLog(options.log);
  if (typeof log === "string") {
    err(log);
    return 2;
  }
  let gateway: ServedFolder;
  try {
    gateway = await serveFolder(folder, {
      host,
      port,
      instances,
      strict,
      lenient,
      traces,
      showBodies,
      settings,
      backends,
      ...(adminToken === undefined ? {} : { adminToken }),
      ...(log === undefined ? {} : { log }),
      ...(service === undefined ? {} : { service }),
      ...(around === undefined ? {} : { around }),
      onEvent: (event) => err(eventText(folder, event)),
    });
  } catch (error) {
    if (error instanceof ConfigurationError) {
      err(gatewayProblems(folder, error.problems, "text", coloured()));
      err(`${folder} cannot be served. Mend the errors above; ${names.check} shows them again.\n`);
      return 1;
    }
    const fault = listenFault(host, port, error as NodeJS.ErrnoException);
    if (fault === undefined) throw error;
    err(fault);
    return 1;
  }
  err(gatewayProblems(folder, gateway.problems, "text", coloured()));
  const { startReport } = later.startReport;
  // Before anybody reads that Ctrl+C ends it.
  const end = interrupted();
  out(startReport(gateway, instances, folder, names, adminToken !== undefined, columns()));
  await end;
  err("Ending: requests under way have 10 s.\n");
  await gateway.close();
  return 0;
}

/** Waits for Ctrl+C or SIGTERM. A second one of either ends the process at once. */
function interrupted(): Promise<void> {
  const signals = ["SIGINT", "SIGTERM"] as const;
  return new Promise((resolve) => {
    const end = () => {
      for (const signal of signals) process.removeListener(signal, end);
      resolve();
    };
    for (const signal of signals) process.on(signal, end);
  });
}

function readBackends(file: string | undefined) {
  if (file === undefined) return new Map<string, string>();
  const { readBackendMap } = later.backendMap;
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
  const { loadConfiguration } = later.loadConfiguration;
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
        ? `There is no subscription \`${name}\`; there are: ${names}.${nearest(name, configuration.subscriptions)}\n`
        : `The folder has no key of '${name}'.\n`,
    );
    return 1;
  }
  out(`${key}\n`);
  return 0;
}

function nearest(name: string, there: readonly { readonly id: string }[]): string {
  return later.closest.didYouMean(
    name,
    there.map(({ id }) => id),
  );
}

function eventText(folder: string, event: ServeEvent): string {
  switch (event.kind) {
    case "reloaded":
      return `The folder has changed and is in use.\n${gatewayProblems(folder, event.problems, "text", coloured())}`;
    case "kept":
      return `The folder has changed and cannot be used; what was there before stays in force:\n${gatewayProblems(folder, event.problems, "text", coloured())}`;
    case "breaker":
      return "";
    case "defect":
      return `A defect of the gateway: ${event.error instanceof Error ? event.error.stack : String(event.error)}\n`;
  }
}
