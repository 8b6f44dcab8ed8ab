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
  "using System; using System.Collections.Generic; using System.Globalization; using System.Linq; using System.Net; using System.Text; using System.Text.RegularExpressions; using Newtonsoft.Json; using Newtonsoft.Json.Linq;";
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

/** A method per case. The clock is ours. `lines` has the first line of each, to tell which one the compiler refuses. */
function program(cases: readonly OracleCase[]): { readonly text: string; readonly lines: readonly number[] } {
  const parts = [usings, "static class Cases {"];
  const lines: number[] = [];
  let line = 3;
  for (const [index, { source, isBody, context }] of cases.entries()) {
    const own = source
      .replaceAll("DateTimeOffset.UtcNow", "Clock.OffsetUtcNow")
      .replaceAll("DateTime.UtcNow", "Clock.UtcNow");
    const body = isBody
      ? `Oracle.Run<object>(${context}, context => ${own});`
      : `Oracle.Run(${context}, context => ${own});`;
    const method = `  public static void E${index}() { ${body} }`;
    parts.push(method);
    lines.push(line);
    line += method.split("\n").length;
  }
  parts.push("  static void Main(string[] args) {", "    Oracle.Open(args[0]);");
  parts.push(...cases.map((_, index) => `    E${index}();`), "    Oracle.Close();", "  }", "}");
  return { text: parts.join("\n"), lines };
}

/** What Mono makes of each, as `static type value` or `static type !exception`; undefined where its compiler refuses. */
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
      const { text, lines } = program(kept.map((index) => cases[index] as OracleCase));
      writeFileSync(join(folder, "Cases.cs"), text);
      const flags = ["-langversion:7", "-nologo", "-warn:0", `-r:${library}`, "-out:cases.exe"];
      const built = run(folder, "mcs", [...flags, "Context.cs", "Cases.cs"], library);
      if (built.status === 0) break;
      const output = `${built.stdout}${built.stderr}`;
      const refused = new Set(
        // An error of an expression, or the compiler's own failure over one.
        [...output.matchAll(/Cases\.cs\((\d+),\d+\+?\):(?: error| Cases)/g)].map(([, line]) =>
          lines.findLastIndex((first) => first <= Number(line)),
        ),
      );
      // The compiler binds only what parses, so it may need several rounds.
      if (refused.size === 0 || round > 20) throw new Error(`mcs failed:\n${output.slice(0, 4000)}`);
      kept = kept.filter((_, position) => !refused.has(position));
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
