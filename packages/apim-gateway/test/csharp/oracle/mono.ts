import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ContextDescription } from "./description";

/** One expression: `1 + 1`, or a body with its braces, on one of the contexts. */
export interface OracleCase {
  readonly source: string;
  readonly isBody: boolean;
  readonly context: number;
}

const usings =
  "using System; using System.Collections.Generic; using System.Globalization; using System.Linq; using System.Net; using System.Security.Cryptography; using System.Security.Cryptography.X509Certificates; using System.Text; using System.Text.RegularExpressions; using System.Xml.Linq; using Newtonsoft.Json; using Newtonsoft.Json.Linq;";
const install =
  "The comparison with a real C# compiler needs Mono. On Debian: apt-get install --no-install-recommends mono-mcs mono-runtime libmono-cil-dev libnewtonsoft-json5.0-cil";

/** @throws Error saying what to install */
function newtonsoft(): string {
  const found = [
    "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll",
    "/usr/lib/mono/gac/Newtonsoft.Json/6.0.0.0__b9a188c8922137c6/Newtonsoft.Json.dll",
  ].find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${install}\n(Newtonsoft.Json was not found.)`);
  return found;
}

function run(folder: string, command: string, args: readonly string[], library: string) {
  const done = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 27,
    env: { ...process.env, MONO_PATH: dirname(library), TZ: "UTC" },
  });
  if (done.error !== undefined) throw new Error(`${install}\n(${done.error.message})`);
  return done;
}

/** Mono's parser trips over `<` where it looks ahead across the end of its buffer: files stay shorter than that. */
const longestFile = 3_000;

interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** First line of each case, and which case it is. */
  readonly lines: readonly { readonly line: number; readonly index: number }[];
}

/** A method per case, in classes of few. The clock is ours. */
function sourceFiles(cases: readonly OracleCase[], kept: readonly number[]): SourceFile[] {
  const files: SourceFile[] = [];
  let methods: string[] = [];
  let lines: { line: number; index: number }[] = [];
  let line = 3;
  const close = () => {
    const own = `Cases${files.length}`;
    const calls = lines.map(({ index }) => `E${index}();`).join(" ");
    const text = [
      usings,
      `static class ${own} {`,
      ...methods,
      `  public static void All() { ${calls} }`,
      "}",
    ];
    files.push({ name: `${own}.cs`, text: text.join("\n"), lines });
    methods = [];
    lines = [];
    line = 3;
  };
  for (const index of kept) {
    const method = methodOf(cases[index] as OracleCase, index);
    const length = methods.reduce((sum, { length }) => sum + length, 0);
    if (methods.length > 0 && length + method.length > longestFile) close();
    methods.push(method);
    lines.push({ line, index });
    line += method.split("\n").length;
  }
  close();
  const calls = files.map((_, at) => `Cases${at}.All();`).join(" ");
  const main = `static class Program { static void Main(string[] args) { Oracle.Open(args[0]); ${calls} Oracle.Close(); } }`;
  return [...files, { name: "Program.cs", text: main, lines: [] }];
}

function methodOf({ source, isBody, context }: OracleCase, index: number): string {
  const own = source
    .replaceAll("DateTimeOffset.UtcNow", "Clock.OffsetUtcNow")
    .replaceAll("DateTime.UtcNow", "Clock.UtcNow");
  const call = isBody ? `Run<object>(${context}, context => ${own});` : `Run(${context}, context => ${own});`;
  return `  static void E${index}() { Oracle.${call} }`;
}

/** The cases of which the compiler complains, or over which it fails itself. */
function refusedCases(output: string, files: readonly SourceFile[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [, name, line] of output.matchAll(/(Cases\d+\.cs)\((\d+),\d+\+?\):(?: error| Cases)/g)) {
    const file = files.find((candidate) => candidate.name === name);
    const own = file?.lines.findLast((candidate) => candidate.line <= Number(line));
    if (own !== undefined) found.add(own.index);
  }
  return found;
}

/** As `static type value` or `static type !exception`; undefined where its compiler refuses. */
export function runMono(
  cases: readonly OracleCase[],
  contexts: readonly ContextDescription[],
  now: number,
): (string | undefined)[] {
  const library = newtonsoft();
  const folder = mkdtempSync(join(tmpdir(), "csharp-oracle-"));
  try {
    writeFileSync(join(folder, "Context.cs"), readFileSync(join(__dirname, "Context.cs"), "utf8"));
    writeFileSync(join(folder, "input.json"), JSON.stringify({ contexts, now }));
    let kept = cases.map((_, index) => index);
    for (let round = 0; ; round++) {
      const files = sourceFiles(cases, kept);
      for (const { name, text } of files) writeFileSync(join(folder, name), text);
      const flags = [
        "-langversion:7",
        "-nologo",
        "-warn:0",
        `-r:${library}`,
        "-r:System.Xml.Linq",
        "-r:System.Xml",
        "-out:cases.exe",
      ];
      const built = run(folder, "mcs", [...flags, "Context.cs", ...files.map(({ name }) => name)], library);
      if (built.status === 0) break;
      const output = `${built.stdout}${built.stderr}`;
      const refused = refusedCases(output, files);
      // The compiler binds only when everything parses, so it may need several rounds.
      if (refused.size === 0 || round > 20) throw new Error(`mcs failed:\n${output.slice(0, 4000)}`);
      kept = kept.filter((index) => !refused.has(index));
    }
    const ran = run(folder, "mono", ["cases.exe", "input.json"], library);
    if (ran.status !== 0) throw new Error(`mono failed:\n${ran.stderr.slice(0, 4000)}`);
    const results = JSON.parse(ran.stdout) as string[];
    if (results.length !== kept.length) throw new Error("mono gave another number of results");
    const found: (string | undefined)[] = cases.map(() => undefined);
    for (const [position, index] of kept.entries()) found[index] = results[position];
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
