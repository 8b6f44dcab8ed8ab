import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gatewayProblemText } from "../../src/ports/problem";
import { loadConfiguration } from "../../src/resources/loadConfiguration";
import { LARGEST_FILE, readFolder } from "../../src/resources/readFolder";
import { aPolicy, folderOf, removeFolders, write } from "./folder";

afterAll(removeFolders);

const problemsOf = (folder: string) => readFolder(folder).problems.map(gatewayProblemText);

test("JSON and XML files are read, in alphabetical order, by paths with slashes", () => {
  const folder = folderOf({ "b.xml": "<b />", "a/c.JSON": "{}", "README.md": "# no", ".git/x.json": "{}" });
  expect([...readFolder(folder).texts]).toEqual([
    ["a/c.JSON", "{}"],
    ["b.xml", "<b />"],
  ]);
});

test("the files of the local Azure that are no resources are left out", () => {
  const folder = folderOf({
    "deleted/subscriptions/s.json": "no",
    "settings.json": "no",
    "secrets.json": "{}",
    "apis/deleted/operations/o.json": "{}",
  });
  expect([...readFolder(folder).texts.keys()]).toEqual(["apis/deleted/operations/o.json", "secrets.json"]);
});

test("a folder that is not there is a problem", () => {
  const folder = join(folderOf({}), "nothing");
  expect(loadConfiguration(folder)).toMatchObject({
    configuration: undefined,
    files: [],
    problems: [
      {
        severity: "error",
        rule: "unreadable",
        file: folder,
        line: 1,
        column: 1,
        message: "There is no such folder.",
      },
    ],
  });
});

test("a file in the place of the folder is a problem", () => {
  const folder = folderOf({ "a.json": "{}" });
  expect(problemsOf(join(folder, "a.json"))).toEqual([
    `${folder}/a.json:1:1: error: This is a file. Give the folder that it lies in. [unreadable]`,
  ]);
});

test("a link is followed inside the folder only", () => {
  const outside = folderOf({ "secret.json": "{}", "apis/x.json": "{}" });
  const folder = folderOf({ "real/a.json": "{}" });
  symlinkSync("real/a.json", join(folder, "b.json"));
  symlinkSync(join(outside, "secret.json"), join(folder, "c.json"));
  symlinkSync(join(outside, "apis"), join(folder, "d"));
  symlinkSync("nowhere", join(folder, "e.json"));
  symlinkSync("..", join(folder, "real", "up"));
  const { texts } = readFolder(folder);
  expect([...texts.keys()]).toEqual(["b.json", "real/a.json"]);
  expect(problemsOf(folder)).toEqual([
    "c.json:1:1: error: This link leads out of the folder. [link-leaves-folder]",
    "d:1:1: error: This link leads out of the folder. [link-leaves-folder]",
    "e.json:1:1: error: This leads nowhere, or it went away while it was read. [unreadable]",
    "real/up:1:1: error: This link leads to a folder above it. [link-goes-round]",
  ]);
});

test("the folder itself may be a link", () => {
  const folder = folderOf({ "policy.xml": aPolicy });
  const link = join(folderOf({}), "link");
  symlinkSync(folder, link);
  expect(loadConfiguration(link).problems).toEqual([]);
});

test("a huge file is not read", () => {
  const folder = folderOf({ "a.json": "{}" });
  truncateSync(join(folder, "a.json"), LARGEST_FILE + 1);
  expect(problemsOf(folder)).toEqual([
    `a.json:1:1: warning: The file has ${LARGEST_FILE + 1} bytes; at most ${LARGEST_FILE} are read. As its path does not say that it is a resource, it is passed over. [too-large]`,
  ]);
});

test("a file that is not UTF-8 is a problem", () => {
  const folder = folderOf({});
  writeFileSync(join(folder, "a.json"), Buffer.from('{ "a": "ä" }', "utf16le"));
  writeFileSync(join(folder, "b.xml"), Buffer.from([0x3c, 0xe4, 0x2f, 0x3e]));
  expect(problemsOf(folder)).toEqual([
    "a.json:1:1: warning: The file is not UTF-8. Save it as UTF-8. As its path does not say that it is a resource, it is passed over. [encoding]",
    "b.xml:1:1: error: The file is not UTF-8. Save it as UTF-8. [encoding]",
  ]);
});

test("folders without end are a problem", () => {
  const folder = folderOf({});
  mkdirSync(join(folder, ...Array.from({ length: 60 }, () => "d")), { recursive: true });
  expect(problemsOf(folder)).toEqual([
    expect.stringMatching(/: error: Folders are nested more than 40 deep\. \[too-deep\]$/),
  ]);
});

test("links that make endless paths out of a few folders are a problem, not a hang", () => {
  const folder = folderOf({});
  const names = Array.from({ length: 10 }, (_, index) => `d${index}`);
  for (const name of names) mkdirSync(join(folder, name));
  for (const name of names)
    for (const other of names) symlinkSync(`../${other}`, join(folder, name, `to-${other}`));
  const { problems } = readFolder(folder);
  expect(new Set(problems.map(({ rule }) => rule))).toEqual(new Set(["link-goes-round", "link-repeated"]));
});

test("the fingerprint is that of the contents", () => {
  const folder = folderOf({ "policy.xml": aPolicy });
  const first = loadConfiguration(folder).fingerprint;
  write(folder, { "policy.xml": aPolicy, "notes.txt": "x" });
  expect(loadConfiguration(folder).fingerprint).toBe(first);
  write(folder, { "policy.xml": `${aPolicy} ` });
  expect(loadConfiguration(folder).fingerprint).not.toBe(first);
  rmSync(folder, { recursive: true });
  expect(loadConfiguration(folder).fingerprint).not.toBe(first);
});
