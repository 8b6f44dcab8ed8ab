import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Trace } from "../observe/trace";
import { type CommandNames, ownNames } from "./names";
import { type TraceCommandOptions, verbOptions } from "./options";
import { coloured, err, out } from "./terminal";
import type { Verb } from "./verb";

export const traceVerb: Verb = (program, exit) => {
  const options = verbOptions();
  program
    .command("trace")
    .description("show what the policies of a running gateway did with one request")
    .argument(
      "[words...]",
      "`-- curl …`: the call to make; a trace's id; none: the last request that was traced",
    )
    .addOption(options.url)
    .addOption(options.traceFormat)
    .addHelpText(
      "after",
      `
Any client can ask for a trace: send the header \`Ocp-Apim-Trace: true\`; the answer's header Ocp-Apim-Trace-Location says
where it is. Secrets are masked.

Examples:
  npx apim-gateway trace -- curl "http://127.0.0.1:8180/hello?name=you"
  npx apim-gateway trace --format json
Exit code: 0 shown, 1 there is no such trace or no gateway, 2 wrong usage.`,
    )
    .action(async (words: string[], given: TraceCommandOptions) => exit(await trace(words, given, ownNames)));
};

/** Shows the trace of one request. @returns the exit code */
export async function trace(
  words: readonly string[],
  options: TraceCommandOptions,
  names: CommandNames,
): Promise<number> {
  const [first] = words;
  let address: string | undefined;
  if (first === "curl") address = traceOfCurl(words.slice(1), names);
  else if (words.length > 1) {
    err("Only curl can be called from here; any other client sends the header `Ocp-Apim-Trace: true`.\n");
    return 2;
  } else
    address =
      first === undefined ? await newest(options.url, names) : `${options.url}/.fleet/traces/${first}`;
  const found = address === undefined ? undefined : await fetchJson<Trace>(address, names);
  if (found === undefined) return 1;
  const { traceText } = require("../observe/traceText") as typeof import("../observe/traceText");
  out(
    options.format === "json"
      ? `${JSON.stringify(found, null, 2)}\n`
      : traceText(found, { width: process.stdout.columns ?? 100, colour: coloured() }),
  );
  return 0;
}

/** Runs curl with the header that asks for a trace, and finds where the trace is. Its output goes where it always goes. */
function traceOfCurl(args: readonly string[], names: CommandNames): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "gateway-trace-"));
  try {
    const heads = join(folder, "heads");
    const run = spawnSync("curl", ["-H", "Ocp-Apim-Trace: true", "-D", heads, ...args], { stdio: "inherit" });
    if (run.error !== undefined) err(`curl cannot be run: ${run.error.message}\n`);
    if (!existsSync(heads)) return undefined;
    const location = /^ocp-apim-trace-location:\s*(\S+)/im.exec(readFileSync(heads, "latin1"))?.[1];
    const address = args.find((arg) => /^https?:\/\//i.test(arg));
    out("\n");
    if (location === undefined)
      err(
        `The answer says of no trace: is it from a \`${names.serve}\`, and not started with --traces never?\n`,
      );
    else if (address === undefined) err("The address that curl is to call must begin with http://.\n");
    else return new URL(location, address).toString();
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function newest(url: string, names: CommandNames): Promise<string | undefined> {
  const traces = await fetchJson<readonly { readonly id: string }[]>(`${url}/.fleet/traces`, names);
  if (traces === undefined) return undefined;
  const [last] = traces;
  if (last !== undefined) return `${url}/.fleet/traces/${last.id}`;
  err("No request was traced yet: send the header `Ocp-Apim-Trace: true`.\n");
  return undefined;
}

/** A trace is there once the answer has gone out, which the caller may see a moment earlier. */
async function fetchJson<T>(address: string, names: CommandNames): Promise<T | undefined> {
  for (let turn = 0; ; turn++) {
    try {
      const response = await fetch(address);
      if (response.ok) return (await response.json()) as T;
      if (turn < 20 && response.status === 404) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
      err(`${address} answered ${response.status}: ${await response.text()}`);
    } catch {
      err(
        `No gateway answers at ${new URL(address).origin}. Start one with \`npx ${names.serve} FOLDER\`.\n`,
      );
    }
    return undefined;
  }
}
