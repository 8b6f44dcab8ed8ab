import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Configuration, gatewayProblemText, loadConfiguration } from "apim-gateway";

/** A folder by hand: path → content. */
export type RivalFiles = Readonly<Record<string, string>>;

/** @throws Error with every problem of the files */
export function rivalConfiguration(files: RivalFiles): Configuration {
  const dir = mkdtempSync(join(tmpdir(), "fleet-rival-"));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    }
    const { configuration, problems } = loadConfiguration(dir);
    if (configuration === undefined || problems.some(({ severity }) => severity === "error"))
      throw new Error(problems.map(gatewayProblemText).join("\n"));
    return configuration;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
