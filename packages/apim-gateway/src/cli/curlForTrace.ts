import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandNames } from "./names";
import { out } from "./terminal";

/** Where the trace of a call is, or why there is none. */
export type TraceLocation = { readonly origin: string; readonly path: string } | { readonly fault: string };

/** Runs curl with the header that asks for a trace, and finds where the trace is. Its output goes where it always goes. */
export function curlForTrace(args: readonly string[], names: CommandNames): TraceLocation {
  const address = args.find((arg) => /^https?:\/\//i.test(arg));
  if (address === undefined || !URL.canParse(address))
    return { fault: "The address that curl is to call must begin with http://, and be one.\n" };
  const folder = mkdtempSync(join(tmpdir(), "gateway-trace-"));
  try {
    const heads = join(folder, "heads");
    const run = spawnSync("curl", ["-H", "Ocp-Apim-Trace: true", "-D", heads, ...args], { stdio: "inherit" });
    if (run.error !== undefined)
      return {
        fault: `curl cannot be run (${(run.error as NodeJS.ErrnoException).code}). Install it, or let another client send the header \`Ocp-Apim-Trace: true\` and run \`${names.trace}\` after it.\n`,
      };
    const answer = existsSync(heads) ? readFileSync(heads, "latin1") : "";
    if (answer === "")
      return {
        fault: `curl got no answer (it ended with ${run.status}). Start a gateway with \`${names.serve} FOLDER\`, and call its address.\n`,
      };
    out("\n");
    const location = /^ocp-apim-trace-location:\s*(\S+)/im.exec(answer)?.[1];
    const { origin } = new URL(address);
    // Whoever answers must not send us, and our token, elsewhere.
    if (
      location === undefined ||
      !URL.canParse(location, address) ||
      new URL(location, address).origin !== origin
    )
      return {
        fault: `The answer says of no trace: is it from a \`${names.serve}\`, and not started with --traces never?\n`,
      };
    return { origin, path: new URL(location, address).pathname };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
