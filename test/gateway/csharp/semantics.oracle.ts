import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compileExpression, ExpressionFailure } from "../../../local/gateway/csharp/compileExpression";
import { CsSequence } from "../../../local/gateway/csharp/runtime/collections";
import { CsJson } from "../../../local/gateway/csharp/runtime/json/token";
import { writeJson } from "../../../local/gateway/csharp/runtime/json/write";
import { textOf } from "../../../local/gateway/csharp/runtime/text";
import type { Value } from "../../../local/gateway/csharp/runtime/value";
import { walk } from "../../../local/gateway/csharp/runtime/walk";
import { fullNameOf } from "../../../local/gateway/csharp/types/csType";
import { runtimeType } from "../../../local/gateway/csharp/types/runtimeType";
import { generatedCases, handPickedCases } from "./cases";
import { contextWith, runtime } from "./contexts";
import { knownDifference } from "./knownDifferences";

const library = [
  "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll",
  "/usr/lib/mono/gac/Newtonsoft.Json/6.0.0.0__b9a188c8922137c6/Newtonsoft.Json.dll",
].find((path) => existsSync(path));
const style = { doubles: "G15" } as const;

function describeValue(value: Value): string {
  if (value === null) return "null";
  if (value instanceof CsJson) return `${fullNameOf(runtimeType(value))}:${writeJson(value, false, style)}`;
  const isList =
    typeof value === "object" &&
    (value instanceof CsSequence || value.csType === "[]" || value.csType === "List");
  if (isList) return `[${[...walk(value)].map(describeValue).join("; ")}]`;
  return `${fullNameOf(runtimeType(value))}:${textOf(value, style)}`;
}

function ours(source: string): string | undefined {
  let compiled: ReturnType<typeof compileExpression>;
  try {
    compiled = compileExpression(`@(${source})`);
  } catch {
    return undefined;
  }
  try {
    return describeValue(compiled.evaluate(contextWith(), runtime));
  } catch (error) {
    if (error instanceof ExpressionFailure) return `!${error.exceptionType}`;
    throw error;
  }
}

const program = (
  sources: readonly string[],
) => `using System; using System.Collections; using System.Collections.Generic; using System.Globalization; using System.Linq; using System.Net; using System.Text; using System.Text.RegularExpressions; using System.Threading; using Newtonsoft.Json; using Newtonsoft.Json.Linq;
static class Program {
  static string D(object v) {
    if (v == null) return "null";
    if (v is JToken) return v.GetType().FullName + ":" + ((JToken)v).ToString(Formatting.None);
    if (v is IEnumerable && !(v is string)) return "[" + string.Join("; ", ((IEnumerable)v).Cast<object>().Select(D)) + "]";
    return v.GetType().FullName + ":" + v;
  }
  static void Run(Func<object> f, List<string> to) { try { to.Add(D(f())); } catch (Exception e) { to.Add("!" + e.GetType().FullName); } }
  static void Main() {
    Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;
    var to = new List<string>();
    Parts(to);
    Console.Write(JsonConvert.SerializeObject(to));
  }
  static void Parts(List<string> to) {
${sources.map((_, index) => `E${index}(to);`).join(" ")}
  }
${sources.map((source, index) => `  static void E${index}(List<string> to) { Run(() => ${source}, to); }`).join("\n")}
}`;

/** What Mono makes of each; undefined where its compiler refuses. */
function theirs(sources: readonly string[]): (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), "csharp-oracle-"));
  try {
    let kept = sources.map((source, index) => ({ source, index }));
    for (let round = 0; round < 6; round++) {
      writeFileSync(join(folder, "p.cs"), program(kept.map(({ source }) => source)));
      const built = spawnSync(
        "mcs",
        ["-langversion:7", "-nologo", "-warn:0", `-r:${library}`, "-out:p.exe", "p.cs"],
        { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 },
      );
      if (built.error !== undefined) throw built.error;
      if (built.status === 0) break;
      const first = program(kept.map(({ source }) => source))
        .split("\n")
        .findIndex((line) => line.startsWith("  static void E0("));
      const bad = new Set(
        [...`${built.stdout}${built.stderr}`.matchAll(/p\.cs\((\d+),\d+\): error/g)].map(
          ([, line]) => Number(line) - 1 - first,
        ),
      );
      if (bad.size === 0) throw new Error(`mcs failed:\n${built.stdout}${built.stderr}`);
      kept = kept.filter((_, index) => !bad.has(index));
    }
    const ran = spawnSync("mono", ["p.exe"], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      env: { ...process.env, MONO_PATH: dirname(library as string), TZ: "UTC" },
    });
    if (ran.status !== 0) throw new Error(`mono failed:\n${ran.stderr}`);
    const results = JSON.parse(ran.stdout) as string[];
    const found: (string | undefined)[] = sources.map(() => undefined);
    kept.forEach(({ index }, at) => {
      found[index] = results[at];
    });
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("expressions have the value, the type and the exception that Mono gives them", () => {
  if (library === undefined)
    throw new Error(
      "Newtonsoft.Json is missing; install libnewtonsoft-json5.0-cil, mono-mcs and mono-runtime",
    );
  const sources = [...handPickedCases(), ...generatedCases(20261123, 3600)];
  const mine = sources.map(ours);
  const real = theirs(sources);
  const both = sources
    .map((source, index) => ({ source, ours: mine[index], mono: real[index] }))
    .filter((row) => row.ours !== undefined && row.mono !== undefined);
  const onlyOurs = sources.filter((_, index) => mine[index] !== undefined && real[index] === undefined);
  const onlyMono = sources.filter((_, index) => mine[index] === undefined && real[index] !== undefined);
  const differing = both.filter(
    (row) =>
      row.ours !== row.mono &&
      knownDifference(row.source, row.ours as string, row.mono as string) === undefined,
  );
  if (process.env.ORACLE_REPORT !== undefined)
    writeFileSync(
      process.env.ORACLE_REPORT,
      JSON.stringify({ compared: both.length, differing, onlyOurs, onlyMono }, undefined, 1),
    );
  expect(differing).toEqual([]);
  expect(both.length).toBeGreaterThanOrEqual(2000);
}, 120_000);
