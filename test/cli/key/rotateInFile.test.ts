import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KeyError, type WhichKey } from "../../../cli/key/keyPlace";
import { rotateInFile } from "../../../cli/key/rotateInFile";

const prod = readFileSync(join(__dirname, "../../../stacks/prod.yaml"), "utf8");
const dev = readFileSync(join(__dirname, "../../../stacks/dev.yaml"), "utf8");

/** The lines that differ, as `-before` and `+after`. */
function difference(before: string, after: string): string[] {
  const [was, is] = [before.split("\n"), after.split("\n")];
  return [
    ...was.filter((line) => !is.includes(line)).map((line) => `-${line}`),
    ...is.filter((line) => !was.includes(line)).map((line) => `+${line}`),
  ];
}

const rotated = (text: string, consumer: string, which: WhichKey) =>
  rotateInFile(text, "a.yaml", consumer, which);

test("a consumer in a block gets a line, one in braces an entry, and no other character changes", () => {
  const block = rotated(prod, "checkout", "secondary");
  expect(difference(prod, block.text)).toEqual(["+    keys: { secondary: 2 }"]);
  expect(block.text.split("\n")[block.line - 1]).toBe("    keys: { secondary: 2 }");
  const braces = rotated(dev, "playground", "primary");
  expect(difference(dev, braces.text)).toEqual([
    "-  playground: { class: standard, tokensPerMinute: 20000 }",
    "+  playground: { keys: { primary: 2 }, class: standard, tokensPerMinute: 20000 }",
  ]);
});

test("numbers that are there are counted up, and the other key gets its own", () => {
  const once = rotated(prod, "checkout", "secondary").text;
  const twice = rotated(once, "checkout", "secondary");
  expect([twice.number, difference(once, twice.text)]).toEqual([
    3,
    ["-    keys: { secondary: 2 }", "+    keys: { secondary: 3 }"],
  ]);
  expect(difference(once, rotated(once, "checkout", "primary").text)).toEqual([
    "-    keys: { secondary: 2 }",
    "+    keys: { primary: 2, secondary: 2 }",
  ]);
  const block = prod.replace("  checkout:\n", "  checkout:\n    keys: # ours\n      primary: 4\n");
  expect(difference(block, rotated(block, "checkout", "primary").text)).toEqual([
    "-      primary: 4",
    "+      primary: 5",
  ]);
  expect(difference(block, rotated(block, "checkout", "secondary").text)).toEqual(["+      secondary: 2"]);
});

test("line ends and a byte order mark stay as they are", () => {
  const windows = `\ufeff${prod.replaceAll("\n", "\r\n")}`;
  const { text } = rotated(windows, "checkout", "secondary");
  expect(text.startsWith("\ufeff")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  expect(text).toContain("\r\n    keys: { secondary: 2 }\r\n");
});

test("what several consumers share by an alias is not changed for all of them", () => {
  const shared = prod
    .replace("  checkout:\n", "  checkout: &base\n")
    .replace(/ {2}claims:\n[\s\S]*/, "  claims: *base\n");
  expect(() => rotated(shared, "claims", "primary")).toThrow(KeyError);
  expect(() => rotated(shared, "claims", "primary")).toThrow("Write `keys: { primary: 2 }` yourself.");
});
