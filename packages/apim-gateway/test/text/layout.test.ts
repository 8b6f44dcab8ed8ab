import { count } from "../../src/text/count";
import { printable } from "../../src/text/printable";
import { cut, listing, table } from "../../src/text/table";
import { wrap } from "../../src/text/wrap";

test("prose is broken at spaces; a long word stands alone, and no text is no line", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("a word-that-is-long b", 6)).toEqual(["a", "word-that-is-long", "b"]);
  expect(wrap("", 6)).toEqual([]);
});

test("what stands in backticks is copied, and stays in one line", () => {
  expect(wrap("run `npx a b`, then wait", 10)).toEqual(["run", "`npx a b`,", "then wait"]);
  expect(wrap("a lone ` is no code here", 10)).toEqual(["a lone `", "is no code", "here"]);
});

test("an indent counts into the length of its lines", () => {
  expect(wrap("one two three", 8, { first: "- ", rest: "  " })).toEqual(["- one", "  two", "  three"]);
  expect(wrap("one two three", 9, { first: "- ", rest: "  " })).toEqual(["- one two", "  three"]);
});

test("a table gives way in its widest column that may be cut, and pads to either side", () => {
  const columns = [{ title: "what" }, { title: "n", align: "right" as const }, { title: "why", atLeast: 3 }];
  expect(
    table(
      columns,
      [
        ["first", "7", "a long reason"],
        ["x", "1234", ""],
      ],
      20,
    ),
  ).toEqual(["what      n  why", "first     7  a long…", "x      1234"]);
});

test("characters are counted, not their halves", () => {
  expect(table([{ title: "🙂" }, { title: "b" }], [["ab", "c"]], 80)).toEqual(["🙂   b", "ab  c"]);
  expect(cut("🙂🙂🙂", 2)).toBe("🙂…");
});

test("a listing has durations to the right and cuts its last cell", () => {
  const rows = [
    { cells: ["+5 ms", "a"], rest: "what happened then" },
    { cells: ["+12 ms", "bcd"], rest: "x" },
  ];
  expect(listing(rows, 22, "  ")).toEqual(["   +5 ms  a    what h…", "  +12 ms  bcd  x"]);
  expect(listing([{ cells: [], rest: "only this" }], 80, " ")).toEqual([" only this"]);
});

test("one is not many", () => {
  expect([count(1, "region"), count(0, "region"), count(2, "policy", "policies")]).toEqual([
    "1 region",
    "0 regions",
    "2 policies",
  ]);
});

test("a value does not play with a terminal", () => {
  expect(printable("a\tb\r\nc\u001b[31m\u202e")).toBe("a b⏎c�[31m�");
});
