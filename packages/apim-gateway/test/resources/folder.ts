import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type GatewayProblem, gatewayProblemText } from "../../src/ports/problem";
import type { Configuration } from "../../src/resources/configuration";
import { readConfiguration } from "../../src/resources/readConfiguration";

/** Files by path; what is not text is written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

export const textOf = (content: unknown): string =>
  typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`;

/** Reads files that are nowhere. */
export function read(files: Files, service?: string) {
  const texts = new Map(Object.entries(files).map(([path, content]) => [path, textOf(content)]));
  const { configuration, problems } = readConfiguration(
    "folder",
    texts,
    service === undefined ? {} : { service },
  );
  return { configuration, problems: problems.map(gatewayProblemText), raw: problems };
}

/** Reads files without a mistake. */
export function readGood(files: Files, service?: string): Configuration {
  const { configuration, problems } = read(files, service);
  expect(problems).toEqual([]);
  return configuration as Configuration;
}

const made: string[] = [];

/** A folder with files; it goes away after the tests. */
export function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "gateway-resources-"));
  made.push(folder);
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), textOf(content));
  }
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Every problem says where it is. */
export function expectPlaces(problems: readonly GatewayProblem[]): void {
  for (const problem of problems) {
    expect(problem.file).not.toBe("");
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.column).toBeGreaterThanOrEqual(1);
    expect(problem.message).not.toBe("");
  }
}

export const SERVICE =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ApiManagement/service";

/** A resource of a service as ARM gives it. */
export function resource(path: string, properties: unknown, service = "apim"): Record<string, unknown> {
  const parts = path.split("/");
  const type = parts.filter((_, index) => index % 2 === 0).join("/");
  return {
    id: `${SERVICE}/${service}${path === "" ? "" : `/${path}`}`,
    name: parts.at(-1),
    type: `Microsoft.ApiManagement/service${path === "" ? "" : `/${type}`}`,
    properties,
  };
}

export const anOperation = { method: "GET", urlTemplate: "/things", displayName: "List" };
export const aPolicy = "<policies><inbound><base /></inbound></policies>";
