import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Names on the PATH, and places of the systems that do not put it there. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** A package that holds a Chromium for Linux on x64. */
const PACKED = { name: "@sparticuz/chromium", version: "147.0.0" } as const;

/**
 * A browser to test with: `CHROME_PATH`, one that is installed, or, on Linux, one from the registry of npm that is kept
 * beside the engine.
 *
 * @throws Error in words when there is none
 */
export function browserPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CHROME_PATH) return env.CHROME_PATH;
  const onPath = (env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const installed = [...onPath, ...PLACES].find(existsSync);
  if (installed !== undefined) return installed;
  if (process.platform === "linux" && process.arch === "x64") return packed(env);
  throw new Error(
    "There is no browser to test the page with: install Chromium or Chrome, or name one in CHROME_PATH.",
  );
}

function packed(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  const folder = join(base, "aoai-fleet", "browser", PACKED.version);
  if (!existsSync(join(folder, "node_modules", PACKED.name))) {
    process.stderr.write(`There is no browser here: bringing Chromium (66 MB) from npm to ${folder}\n`);
    mkdirSync(folder, { recursive: true });
    const wanted = `${PACKED.name}@${PACKED.version}`;
    const how = ["--prefix", folder, "--no-audit", "--no-fund", "--no-save", "--ignore-scripts"];
    execFileSync("npm", ["install", ...how, wanted], { stdio: ["ignore", "ignore", "inherit"] });
  }
  // It unpacks itself, with the libraries that a small system lacks.
  const script = `import(${JSON.stringify(PACKED.name)}).then(async ({ default: chromium }) => console.log(await chromium.executablePath()))`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    env: { ...env, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" },
    encoding: "utf8",
  }).trim();
}
