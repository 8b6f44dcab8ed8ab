import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as ts from "typescript";
import { resourceProviders } from "../infra/resourceProviders";

const root = resolve(__dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const files = [
  "local/azure/resourceManager.ts",
  "local/azure/provider/invokes.ts",
  ...readdirSync(join(root, "local/azure/rules")).map((name) => `local/azure/rules/${name}`),
];

/** Every code that a source can answer: `code` of an object, as it stands there, or as the function's argument that it is. */
function codesIn(file: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const codes: string[] = [];
  const calls = new Map<string, string[]>();
  const passedOn: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [first] = node.arguments;
      const name = node.expression.text;
      if (first !== undefined && ts.isStringLiteral(first))
        calls.set(name, [...(calls.get(name) ?? []), first.text]);
    }
    if (ts.isPropertyAssignment(node) && node.name.getText() === "code") {
      if (!ts.isStringLiteral(node.initializer))
        throw new Error(`${file}: \`${node.getText()}\` hides its code from this test`);
      codes.push(node.initializer.text);
    }
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === "code")
      passedOn.push(functionAround(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...codes, ...passedOn.flatMap((name) => calls.get(name) ?? [])];
}

function functionAround(node: ts.Node): string {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isFunctionDeclaration(at) && at.name !== undefined) return at.name.text;
    if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name)) return at.name.text;
  }
  throw new Error(`${node.getText()} is in no function`);
}

const answered = [...new Set(files.flatMap(codesIn))].sort();
const page = read("docs/troubleshooting.md");
/** The codes of the first column. */
const explained = page
  .split("\n")
  .filter((line) => /^\| `/.test(line))
  .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, code = ""]) => code));

test("this file sees the codes of the local Azure", () => {
  expect(answered.length).toBeGreaterThan(40);
  expect(answered).toEqual(
    expect.arrayContaining([
      "InsufficientQuota",
      "ReservedTagName",
      "MissingSubscriptionRegistration",
      "Conflict",
    ]),
  );
});

test("every refusal of the local Azure stands on the page, once, and no other", () => {
  expect([...explained].sort()).toEqual(answered);
});

test("README leads there, and says itself what comes up most", () => {
  const undo = read("README.md").split("\n## Undo and recover\n")[1]?.split("\n## ")[0] ?? "";
  expect(undo).toContain("](docs/troubleshooting.md)");
  for (const code of [...undo.matchAll(/`([A-Z][a-z]+[A-Z]\w+)`/g)].map(([, name]) => name))
    expect(answered).toContain(code);
});

test("README registers the providers that a fleet needs", () => {
  const [, names = ""] = /for provider in ([\w ]+); do/.exec(read("README.md")) ?? [];
  expect(names.split(" ").map((name) => `Microsoft.${name}`)).toEqual(resourceProviders);
});
