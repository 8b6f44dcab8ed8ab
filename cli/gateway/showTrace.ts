import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Trace } from "../../packages/apim-gateway/src/observe/trace";

const err = (text: string) => void process.stderr.write(text);

/** @returns the exit code */
export async function showTrace(
  words: readonly string[],
  options: { readonly url: string; readonly format: "text" | "json" },
): Promise<number> {
  const [first] = words;
  let address: string | undefined;
  if (first === "curl") address = traceOfCurl(words.slice(1));
  else if (words.length > 1) {
    err("Only curl can be called from here; any other client sends the header `Ocp-Apim-Trace: true`.\n");
    return 2;
  } else address = first === undefined ? await newest(options.url) : `${options.url}/.fleet/traces/${first}`;
  const trace = address === undefined ? undefined : await fetchJson<Trace>(address);
  if (trace === undefined) return 1;
  const { traceText } =
    require("../../packages/apim-gateway/src/observe/traceText") as typeof import("../../packages/apim-gateway/src/observe/traceText");
  const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(trace, null, 2)}\n`
      : traceText(trace, { width: process.stdout.columns ?? 100, colour }),
  );
  return 0;
}

/** Runs curl with the header that asks for a trace, and finds where the trace is. Its output goes where it always goes. */
function traceOfCurl(args: readonly string[]): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "fleet-trace-"));
  try {
    const heads = join(folder, "heads");
    const run = spawnSync("curl", ["-H", "Ocp-Apim-Trace: true", "-D", heads, ...args], { stdio: "inherit" });
    if (run.error !== undefined) err(`curl cannot be run: ${run.error.message}\n`);
    if (!existsSync(heads)) return undefined;
    const location = /^ocp-apim-trace-location:\s*(\S+)/im.exec(readFileSync(heads, "latin1"))?.[1];
    const address = args.find((arg) => /^https?:\/\//i.test(arg));
    process.stdout.write("\n");
    if (location === undefined)
      err(
        "The answer says of no trace: is it from a `fleet gateway`, and not started with --traces never?\n",
      );
    else if (address === undefined) err("The address that curl is to call must begin with http://.\n");
    else return new URL(location, address).toString();
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function newest(url: string): Promise<string | undefined> {
  const traces = await fetchJson<readonly { readonly id: string }[]>(`${url}/.fleet/traces`);
  if (traces === undefined) return undefined;
  const [last] = traces;
  if (last !== undefined) return `${url}/.fleet/traces/${last.id}`;
  err("No request was traced yet: send the header `Ocp-Apim-Trace: true`.\n");
  return undefined;
}

/** A trace is there once the answer has gone out, which the caller may see a moment earlier. */
async function fetchJson<T>(address: string): Promise<T | undefined> {
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
      err(`No gateway answers at ${new URL(address).origin}. Start one with \`npx fleet gateway FOLDER\`.\n`);
    }
    return undefined;
  }
}
