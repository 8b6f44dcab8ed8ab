import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { settingRooms } from "apim-gateway";
import type { RenderedPolicies } from "../../infra/rendering/policies";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { parseXml, type XmlElement } from "./xmlTree";

/**
 * A second opinion on the policies' C#: a real C# compiler (Mono's) compiles every expression of a rendering, and a small
 * gateway in C# runs the documents against scripted answers. Needs `mcs` and `mono` with Newtonsoft.Json; on Debian:
 * `apt-get install --no-install-recommends mono-mcs mono-runtime libmono-cil-dev libnewtonsoft-json5.0-cil`.
 */

/** A request to the rendered policies; see `mono/Gateway.cs`. */
export interface OracleRequest {
  readonly api: "azure" | "v1" | "regional";
  readonly operation?: string;
  readonly template?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly consumer?: string;
  /** Whether the caller's address is one of the list. @default it is */
  readonly address?: "other";
  readonly claims?: Readonly<Record<string, string>>;
  /** Status with which the token limit refuses. */
  readonly limit?: 429 | 403;
  /** Backend id → answers in order; the last stays. `none`: no answer. `exhausted`: 503 without a call, reported as an error. */
  readonly answers?: Readonly<Record<string, readonly OracleAnswer[]>>;
  /** A failure inside `retry` leaves it at once, instead of being retried. */
  readonly jumps?: boolean;
  /** A failure in the last attempt goes on to outbound, without a response, instead of to on-error. */
  readonly swallows?: boolean;
  /** An error before the first policy. */
  readonly early?: {
    readonly source: string;
    readonly reason: string;
    readonly status?: number;
    /** What API Management would answer. */
    readonly body?: string;
  };
  /** The response that API Management shows in on-error when the request has none. */
  readonly errorStatus?: number;
}

/** Every reading of something that is not documented: those of the local gateway, which has the setting; its default first. */
function readingsOf(setting: string): readonly string[] {
  const row = settingRooms.policies?.[setting];
  if (row?.values.kind !== "words") throw new Error(`The gateway has no setting \`${setting}\`.`);
  return [row.default as string, ...row.values.words.filter((word) => word !== row.default)];
}

/** Why a call fails that no backend may take. */
export const unavailableReasons = readingsOf("unavailableErrorReason");
/** What the response is after an attempt without an answer. */
export const noResponsesShown = readingsOf("noResponseShown");

export type OracleAnswer =
  | number
  /** No answer: the retry sees no response, or one that the gateway made. */
  | "none"
  | "made"
  | "exhausted"
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

export interface OracleScenario {
  readonly name: string;
  readonly cache?: Readonly<Record<string, string>>;
  /** One after another, with one cache. */
  readonly requests: readonly OracleRequest[];
}

export interface OracleResult {
  readonly scenario: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly calls: readonly {
    readonly backend: string;
    readonly path: string;
    readonly body: string | null;
  }[];
  readonly traces: readonly string[];
  readonly metrics: readonly (readonly string[])[];
  readonly sentQuery: Readonly<Record<string, string>>;
  readonly sentHeaders: readonly string[];
  readonly cache: Readonly<Record<string, string>>;
}

const assemblies = [
  "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll",
  "/usr/lib/mono/gac/Newtonsoft.Json/6.0.0.0__b9a188c8922137c6/Newtonsoft.Json.dll",
];

/** What is missing on this machine, in words; `undefined` when the oracle can run. */
export function missingForOracle(): string | undefined {
  for (const tool of ["mcs", "mono"]) {
    if (spawnSync(tool, ["--version"]).status !== 0)
      return `\`${tool}\` is missing; install mono-mcs, mono-runtime, libmono-cil-dev and libnewtonsoft-json5.0-cil`;
  }
  return assemblies.some((path) => existsSync(path))
    ? undefined
    : "Newtonsoft.Json is missing; install libnewtonsoft-json5.0-cil";
}

/** Every expression of the documents, once each, with attribute line ends as XML reads them. */
export function expressionsOf(policies: RenderedPolicies): string[] {
  const found = new Set<string>();
  const add = (value: string) => {
    if (/^\s*@[({]/.test(value)) found.add(value.trim().replace(/\s+/g, " "));
  };
  const visit = (element: XmlElement) => {
    for (const { value } of element.attributes) add(value);
    add(element.text);
    for (const child of element.children) visit(child);
  };
  for (const xml of policyFiles(policies).values()) {
    const parsed = parseXml(xml);
    if (parsed.ok) visit(parsed.root);
  }
  return [...found];
}

/**
 * Compiles all expressions of the policies and runs the scenarios.
 *
 * @param unavailableReason why a call failed that no backend may take
 * @param noResponseShown what the response is after an attempt without an answer
 * @returns one result per request, in order
 * @throws Error with the compiler's messages, or saying what is not installed
 */
export function runOracle(
  policies: RenderedPolicies,
  scenarios: readonly OracleScenario[],
  unavailableReason: string = unavailableReasons[0] as string,
  noResponseShown: string = noResponsesShown[0] as string,
): OracleResult[] {
  const missing = missingForOracle();
  if (missing !== undefined) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), "oracle-"));
  try {
    for (const [path, xml] of policyFiles(policies)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), xml);
    }
    writeFileSync(join(folder, "Expressions.cs"), expressionSource(expressionsOf(policies)));
    const library = assemblies.find((path) => existsSync(path)) as string;
    const sources = ["Context.cs", "Gateway.cs"].map((name) => join(__dirname, "mono", name));
    run(
      "mcs",
      [
        "-langversion:7",
        "-nologo",
        "-warn:0",
        `-r:${library}`,
        "-r:System.Xml.Linq",
        "-out:gateway.exe",
        "Expressions.cs",
        ...sources,
      ],
      folder,
    );
    writeFileSync(join(folder, "scenarios.json"), JSON.stringify(scenarios));
    run(
      "mono",
      ["gateway.exe", ".", "scenarios.json", "results.json", unavailableReason, noResponseShown],
      folder,
      {
        MONO_PATH: dirname(library),
      },
    );
    return JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) as OracleResult[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One method per expression, found by its text. Only the namespaces that policy expressions have are open. */
function expressionSource(expressions: readonly string[]): string {
  const methods = expressions.map((text, index) => {
    const code = text.startsWith("@{") ? text.slice(1) : `{ return ${text.slice(1)}; }`;
    return `  static object E${index}(Context context) ${code}`;
  });
  const entries = expressions.map((text, index) => `    { ${JSON.stringify(text)}, E${index} },`);
  return [
    "using System; using System.Collections.Generic; using System.Linq; using System.Text; using System.Text.RegularExpressions;",
    "using Newtonsoft.Json; using Newtonsoft.Json.Linq;",
    "static class Expressions {",
    "  public static readonly Dictionary<string, Func<Context, object>> All = new Dictionary<string, Func<Context, object>> {",
    ...entries,
    "  };",
    ...methods,
    "}",
  ].join("\n");
}

function run(tool: string, args: string[], cwd: string, env: Record<string, string> = {}): void {
  const { status, stdout, stderr } = spawnSync(tool, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${tool} failed:\n${stdout}${stderr}`);
}
