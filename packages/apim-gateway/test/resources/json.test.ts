import fc from "fast-check";
import { parseJson } from "../../src/resources/json";

function fault(text: string): string {
  const parsed = parseJson(text);
  if (parsed.ok) throw new Error("no fault");
  const { line, column, message } = parsed.fault;
  return `${line}:${column} ${message}`;
}

test("values are those of JSON.parse", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const parsed = parseJson(text);
      expect(parsed.ok && parsed.document.value).toEqual(JSON.parse(text));
    }),
  );
});

test("what JSON.parse refuses is refused, and nothing else", () => {
  const pieces = fc.array(
    fc.constantFrom(..."{}[],:0-.e", '"', '"a"', '"\\u0041"', '"\\x"', "true", "nul", " ", "\n", "1.5", "01"),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(pieces, (list) => {
      const text = list.join("");
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect(parseJson(text).ok).toBe(valid);
    }),
    { numRuns: 2000 },
  );
});

test("each value has its place", () => {
  const parsed = parseJson('{\n  "properties": {\n    "pool": [1, { "id": "x" }]\n  }\n}');
  if (!parsed.ok) throw new Error("bad");
  const { placeOf } = parsed.document;
  expect(placeOf([])).toEqual({ line: 1, column: 1 });
  expect(placeOf(["properties"])).toEqual({ line: 2, column: 17 });
  expect(placeOf(["properties", "pool", 1, "id"])).toEqual({ line: 3, column: 25 });
  expect(placeOf(["properties", "nothing", "there"])).toEqual({ line: 2, column: 17 });
});

test("a fault says where and what", () => {
  expect(fault('{\n  "a": 1,\n}')).toBe("3:1 A name in double quotes is expected here.");
  expect(fault('{ "a" 1 }')).toBe("1:7 `:` is expected here.");
  expect(fault("[1 2]")).toBe("1:4 `,` or `]` is expected here.");
  expect(fault("")).toBe("1:1 The file ends too early.");
  expect(fault("[1,")).toBe("1:4 The file ends too early.");
  expect(fault('"a\nb"')).toBe("1:3 A line break or control character stands in a text; write `\\n`.");
  expect(fault('["a')).toBe("1:2 This text has no closing quote.");
  expect(fault('"\\q"')).toBe("1:1 This text holds an escape that JSON does not have.");
  expect(fault("{} {}")).toBe("1:4 Something follows the end of the JSON value.");
  expect(fault("{ 'a': 1 }")).toBe("1:3 A name in double quotes is expected here.");
});

test("a name that is written twice is told, and the last one counts, as for JSON.parse", () => {
  const parsed = parseJson('{ "a": 1, "a": 2 }');
  if (!parsed.ok) throw new Error("bad");
  expect(parsed.document.value).toEqual({ a: 2 });
  expect(parsed.repeated).toEqual([{ line: 1, column: 11, message: "`a` is written twice in one object." }]);
});

test("a byte order mark is passed over and is in no column", () => {
  const parsed = parseJson('\ufeff{ "a": 1 }');
  if (!parsed.ok) throw new Error("bad");
  expect(parsed.document.value).toEqual({ a: 1 });
  expect(parsed.document.placeOf(["a"])).toEqual({ line: 1, column: 8 });
});

test("`__proto__` is a name like any other", () => {
  const parsed = parseJson('{ "__proto__": { "a": 1 } }');
  if (!parsed.ok) throw new Error("bad");
  expect(Object.keys(parsed.document.value as object)).toEqual(["__proto__"]);
  expect(({} as { a?: number }).a).toBeUndefined();
});

test("deep nesting is a fault and no crash", () => {
  expect(fault("[".repeat(1_000_000))).toBe("1:102 This is nested more than 100 levels deep.");
});

test("no message holds a part of the text", () => {
  for (const text of [
    '{ "key": s3cret }',
    '["s3cret',
    '"s3cret\n"',
    "s3cret",
    '{ "s3cret" }',
    '[1 "s3cret"]',
  ])
    expect(fault(text)).not.toContain("s3cret");
});
