import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ControlRoute } from "../control/controlRoute";

const SITE = join(__dirname, "site");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** Files of libraries that the page loads, by the address that it loads them from. */
const LIBRARIES: Readonly<Record<string, () => string>> = {
  // Its door for Node is another file than the browser's, which is beside it and has no door of its own.
  "/lib/lit-html.js": () => join(dirname(require.resolve("lit-html")), "../lit-html.js"),
  "/lib/uPlot.js": () => require.resolve("uplot/dist/uPlot.esm.js"),
  "/lib/uPlot.css": () => require.resolve("uplot/dist/uPlot.min.css"),
};

/** The page's own files and those of its libraries: the same for everybody, and nothing else of the disk. */
export function siteRoutes(): ControlRoute[] {
  const own = readdirSync(SITE)
    .filter((name) => typeOf(name) !== undefined)
    .map((name) => [name === "index.html" ? "/" : `/${name}`, join(SITE, name)] as const);
  const libraries = Object.entries(LIBRARIES).map(([path, file]) => [path, file()] as const);
  return [...own, ...libraries].map(([path, file]) => ({
    method: "GET",
    path,
    open: true,
    answer: () => ({ type: typeOf(file) ?? "application/octet-stream", bytes: readFileSync(file) }),
  }));
}

const typeOf = (file: string): string | undefined =>
  /\.d\.\w+$/.test(file) ? undefined : TYPES[/\.\w+$/.exec(file)?.[0] ?? ""];
