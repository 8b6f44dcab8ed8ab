import * as path from "node:path";
import type { Install } from "./engine";
import { runLogged } from "./runLogged";

/** Downloads are about 100 MB; without a way out to the internet the first request fails at once. */
const TIMEOUT_SECONDS = 300;

const SCRIPT = `
const { PulumiCommand } = require("@pulumi/pulumi/automation");
PulumiCommand.install({ root: process.argv[1] }).then(
  () => process.exit(0),
  (error) => { console.error(error.message); process.exit(1); },
);`;

/**
 * The vendor's own installer, as the Automation API runs it: the CLI of the version of our SDK. It runs in a process
 * of its own because its downloads cannot be called off otherwise.
 */
export const installFromVendor: Install = async ({ folder, env, log, progress }) => {
  progress("downloading the Pulumi CLI with the vendor's installer");
  let last = "";
  try {
    await runLogged(process.execPath, ["-e", SCRIPT, folder], {
      cwd: path.resolve(__dirname, "../.."),
      env,
      log,
      timeoutSeconds: TIMEOUT_SECONDS,
      line: (text) => {
        last = text.trim() || last;
      },
    });
  } catch (error) {
    throw new Error(last || (error as Error).message);
  }
};
