import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTopology } from "../../infra/topology/load";
import { parseTopology } from "../../infra/topology/parse";
import { asLine, base } from "./fixture";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(content: string | Buffer): string[] {
  const file = join(folder, "file.yaml");
  writeFileSync(file, content);
  return problemsOf(file);
}

function problemsOf(file: string): string[] {
  const checked = loadTopology(file);
  return checked.ok ? [] : checked.problems.map(asLine);
}

describe("a topology file", () => {
  test("is read with or without a byte order mark and with either line ending", () => {
    expect(load(base)).toEqual([]);
    expect(load(`\ufeff${base.replaceAll("\n", "\r\n")}`)).toEqual([]);
    expect(load(`\ufeff${base.replaceAll("\n", "\r\n")}protectt: true\r\n`)).toEqual([
      "24:1 error unknown-key protectt: `protectt` is not a key of the file; allowed are `environment`, `workload`, `nameSuffix`, `protect`, `tags`, `residency`, `stateful`, `gateway`, `network`, `monitoring`, `routing`, `promises`, `models`, `regions`, `raiPolicies`, `blocklists`, `fineTuned`, `consumers`. | Did you mean `protect`?",
    ]);
  });

  test("keeps the path that it was asked for by", () => {
    const file = join(folder, "named.yaml");
    writeFileSync(file, base);
    const checked = loadTopology(file);
    expect(checked.ok && checked.value.file).toBe(file);
    expect(checked).toEqual(parseTopology(base, file));
  });

  test("that is not there is a problem", () => {
    const remedy = "Check the path, or start from a copy of `stacks/examples/first.yaml`.";
    expect(problemsOf(join(folder, "none.yaml"))).toEqual([
      `1:1 error no-such-file (file): there is no such file. | ${remedy}`,
    ]);
    expect(problemsOf(join(folder, "file.yaml", "below"))).toEqual([
      `1:1 error no-such-file (file): there is no such file. | ${remedy}`,
    ]);
  });

  test("that is a folder is a problem", () => {
    expect(problemsOf(folder)).toEqual([
      "1:1 error not-a-file (file): this is a folder; a topology is a YAML file. | Name the file itself, such as `stacks/dev.yaml`.",
    ]);
  });

  test("that is a device is a problem, and is not waited for", () => {
    expect(problemsOf("/dev/zero")).toEqual([
      "1:1 error not-a-file (file): this is not a regular file; a topology is a YAML file. | Name the file itself, such as `stacks/dev.yaml`.",
    ]);
  });

  test("whose path holds a null byte is a problem", () => {
    expect(problemsOf("stacks/\0.yaml")).toEqual([
      "1:1 error file-name (file): the name of this file has a line break or another character that nobody sees. | Rename the file: letters, digits, hyphens and dots.",
    ]);
  });

  test("that is binary is a problem", () => {
    const notText =
      "1:1 error not-utf-8 (file): the file is not text in UTF-8; it may be binary or in another encoding. | Save the file as UTF-8.";
    expect(load(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x80]))).toEqual([notText]);
    expect(load(Buffer.from(base, "utf16le"))).toEqual([
      "1:2 error yaml-syntax (file): the file contains characters that are not text; it may be binary or not UTF-8. | Save the file as UTF-8 text.",
    ]);
    expect(load(Buffer.from("environment: caf\xe9", "latin1"))).toEqual([notText]);
  });

  test("of more than a mebibyte is a problem, whatever it says", () => {
    expect(load(`${base}#${"x".repeat(1024 * 1024)}`)).toEqual([
      `1:1 error file-too-large (file): the file has ${base.length + 1 + 1024 * 1024} bytes; a topology has at most 1048576. | Check that this is the right file.`,
    ]);
  });

  test("without content is a problem", () => {
    const empty =
      "1:1 error empty-file (file): the file is empty. | Start from a copy of `stacks/examples/first.yaml`.";
    expect([load(""), load("# nothing\n"), load("---\n")]).toEqual([[empty], [empty], [empty]]);
  });

  test("that is no mapping is a problem", () => {
    const message =
      "1:1 error not-a-mapping (file): the file must be a mapping of keys such as `environment`, but it is";
    const remedy = "Start from a copy of `stacks/examples/first.yaml`.";
    expect(load("- a\n- b\n")).toEqual([`${message} a list. | ${remedy}`]);
    expect(load("hello\n")).toEqual([`${message} a single value. | ${remedy}`]);
  });

  test("of aliases that multiply each other is a problem, not a full memory", () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(", ")}]`,
    );
    expect(load(`a0: &a0 [x]\n${levels.join("\n")}\n`)).toEqual([
      "6:9 error too-many-values a5: the file has, with its aliases written out, more than 50,000 values. | Remove what a fleet does not need, or the aliases that multiply each other.",
    ]);
  });
});
