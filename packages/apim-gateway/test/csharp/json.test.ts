import fc from "fast-check";
import { readJson } from "../../src/csharp/runtime/json/read";
import { TemplateCache } from "../../src/csharp/runtime/json/template";
import { CsJArray, CsJObject, type CsJson, CsJValue } from "../../src/csharp/runtime/json/token";
import { writeJson } from "../../src/csharp/runtime/json/write";
import { evaluated } from "./evaluating";

const compact = (token: CsJson) => writeJson(token, false, { doubles: "G15" });

test("what is done to one result of a text is not seen in the next", () => {
  const text = '{"a":{"b":[1,2]},"c":3}';
  const first = readJson(text) as CsJObject;
  (first.get("a") as CsJObject).set("b", new CsJValue("changed"));
  first.remove("c");
  expect(compact(first)).toBe('{"a":{"b":"changed"}}');
  expect(compact(readJson(text))).toBe(text);
});

test("two results of a text are different objects, and one token is always the same", () => {
  const same = (pair: string) =>
    evaluated(
      `var a = JObject.Parse("{'x':{'y':1}}"); var b = JObject.Parse("{'x':{'y':1}}"); return ${pair};`,
    );
  expect(same('object.ReferenceEquals(a["x"], a["x"])')).toBe("True");
  expect(same('object.ReferenceEquals(a["x"], b["x"])')).toBe("False");
  expect(same('object.ReferenceEquals(a["x"], a.Properties().First().Value)')).toBe("True");
  expect(same("JToken.DeepEquals(a, b)")).toBe("True");
});

test("a token knows where it hangs", () => {
  const tree = `JObject.Parse("{'a':[{'b':1},{'c d':2}]}")`;
  expect(evaluated(`${tree}["a"][1]["c d"].Path`)).toBe("a[1]['c d']");
  expect(evaluated(`${tree}["a"][0]["b"].Path`)).toBe("a[0].b");
  expect(evaluated(`${tree}["a"][0].Parent.Type`)).toBe("Array");
  expect(evaluated(`((JProperty)${tree}["a"].Parent).Name`)).toBe("a");
  expect(evaluated(`var t = ${tree}; return object.ReferenceEquals(t["a"][1].Root, t);`)).toBe("True");
});

test.each([
  ["t[0].Remove(); return t;", "[2,3]"],
  ["t[1].Replace(new JValue(9)); return t;", "[1,9,3]"],
  ["t[0].AddAfterSelf(7); return t;", "[1,7,2,3]"],
  ["t[0].AddBeforeSelf(new JArray(7, 8)); return t;", "[[7,8],1,2,3]"],
  ["t.Insert(1, 5); t.RemoveAt(0); return t;", "[5,2,3]"],
  ["t.AddFirst(0); return t.IndexOf(t[1]);", "1"],
  ["t[0] = null; return t;", "[null,2,3]"],
  ["var x = t[0]; x.Remove(); t.Add(x); return t;", "[2,3,1]"],
  ["t.Add(t); return t;", "[1,2,3,[1,2,3]]"],
  ['return t[1].Next + "," + t[1].Previous + "," + (t[2].Next == null);', "3,1,True"],
  ["foreach (var x in t) { t.Clear(); return t.Count; } return -1;", "0"],
  [
    "t.Insert(9, 5); return t;",
    "System.ArgumentOutOfRangeException: Index must be within the bounds of the List.",
  ],
  ["new JValue(1).Remove(); return t;", "System.InvalidOperationException: The parent is missing."],
])("an array after `%s`", (code, expected) => {
  expect(evaluated(`var t = JArray.Parse("[1,2,3]"); ${code}`)).toBe(expected);
});

test.each([
  ['o["b"] = 5; o["z"] = "n"; return o;', '{"a":1,"b":5,"z":"n"}'],
  ['o.Property("a").Remove(); return o;', '{"b":{"c":[true,null]}}'],
  ['o["b"].Parent.Replace(new JProperty("q", 2)); return o;', '{"a":1,"q":2}'],
  ['o.Property("a").AddAfterSelf(new JProperty("m", 0)); return o;', '{"a":1,"m":0,"b":{"c":[true,null]}}'],
  ['o.AddFirst(new JProperty("m", 0)); return o;', '{"m":0,"a":1,"b":{"c":[true,null]}}'],
  [
    'o.Add("a", 1); return o;',
    "System.ArgumentException: Can not add property a to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.",
  ],
  [
    "o.Merge(JObject.Parse(\"{'a':null,'b':{'c':[7],'d':8}}\")); return o;",
    '{"a":1,"b":{"c":[true,null,7],"d":8}}',
  ],
  ['((JValue)o["a"]).Value = "x"; return o;', '{"a":"x","b":{"c":[true,null]}}'],
  [
    'var copy = o.DeepClone(); copy["b"]["c"] = 1; return new JArray(o["b"], copy["b"]);',
    '[{"c":[true,null]},{"c":1}]',
  ],
  ['var kept = o["b"]; o["b"] = 1; kept["c"] = 2; return new JArray(o, kept);', '[{"a":1,"b":1},{"c":2}]'],
])("an object after `%s`", (code, expected) => {
  expect(evaluated(`var o = JObject.Parse("{'a':1,'b':{'c':[true,null]}}"); ${code}`)).toBe(expected);
});

test("a name that comes twice keeps its first place and its last value, whatever the name", () => {
  expect(evaluated(`JObject.Parse("{'2':1,'1':2,'__proto__':3,'2':4}")`)).toBe('{"2":4,"1":2,"__proto__":3}');
});

test("integers stay exact, fractions stay fractions, dates become dates", () => {
  const read = (text: string) => evaluated(`JToken.Parse("${text}")`);
  expect(read("9007199254740993")).toBe("9007199254740993");
  expect(read("1.0")).toBe("1.0");
  expect(read("1e3")).toBe("1000.0");
  expect(evaluated(`JToken.Parse("'2026-11-23T12:00:00+01:00'").Type`)).toBe("Date");
  expect(evaluated(`JToken.Parse("'2026-11-23'").Type`)).toBe("String");
});

test("escapes, comments, single quotes and bare names are read as Newtonsoft reads them", () => {
  const json = evaluated(
    `JObject.Parse("/* c */ {a: 'it\\\\'s', \\"b\\": \\"x\\\\\\"\\\\u00e9\\\\/\\\\n\\", // end\\n 'c': [1,2,],}")`,
  );
  expect(json).toBe('{"a":"it\'s","b":"x\\"é/\\n","c":[1,2]}');
  expect(evaluated(`(string)JToken.Parse("\\"tab\\there\\"")`)).toBe("tab\there");
});

test.each([
  ["{", "Unexpected end of content while loading JObject."],
  ["{'a' 1}", "Invalid character after parsing property name. Expected ':' but got: 1."],
  ["[1 2]", "After parsing a value an unexpected character was encountered: 2."],
  ["'open", "Unterminated string. Expected delimiter: '."],
  ["'\\\\q'", "Bad JSON escape sequence: \\\\q."],
  ["{} x", "Additional text encountered after finished reading JSON content: x."],
])("`%s` is not JSON, each time it is asked", (text, message) => {
  for (const _ of [1, 2])
    expect(evaluated(`JToken.Parse("${text}")`)).toContain(message.replace("\\\\", "\\"));
});

test("reading a text again counts as memory again", () => {
  const text = `[${"1,".repeat(500)}1]`;
  const source = 'for (;;) { JArray.Parse((string)context.Variables["t"]); } return 0;'.replace(
    "return 0;",
    "",
  );
  expect(evaluated(`${source} return 1;`, { t: text })).toBe(
    "LimitExceeded: The expression exceeded its limit of memory.",
  );
});

describe("the memory of texts", () => {
  const reading = () => {
    let count = 0;
    const cache = new TemplateCache();
    return { read: (text: string) => cache.of(text, () => BigInt(++count)), count: () => count };
  };

  test("a text is read once, and texts that come once do not push it out", () => {
    const { read, count } = reading();
    read("kept");
    read("kept");
    for (let each = 0; each < 20_000; each++) read(`body ${each}`);
    read("kept");
    expect(count()).toBe(20_001);
  });

  test("a text that is too long is read each time", () => {
    const { read, count } = reading();
    read("x".repeat(16_001));
    read("x".repeat(16_001));
    expect(count()).toBe(2);
  });

  test("when too much is kept, all is forgotten", () => {
    const { read, count } = reading();
    read("kept");
    read("kept");
    const long = (seed: number) =>
      Array.from({ length: 2_500 }, (_, at) => (at * (seed + 7) * 7919) % 100_003).join(",");
    for (let each = 0; each < 800; each++) read(long(each));
    read("kept");
    expect(count()).toBe(802);
  });
});

/** A tree of JSON, and what may be done to one. */
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(null, true, 0, 7, "text", "2026-11-23T12:00:00Z"),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "1"), tie("node"), { maxKeys: 4 }),
  ),
})).node;
type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain };

/** The same change to a token and to plain data; `path` picks the place, whatever there is. */
function change(token: CsJson, plain: Plain, path: readonly number[], what: number): void {
  const [pick = 0, ...rest] = path;
  if (token instanceof CsJArray && Array.isArray(plain)) {
    const at = pick % (plain.length + 1);
    if (rest.length > 0 && at < plain.length)
      change(token.items[at] as CsJson, plain[at] as Plain, rest, what);
    else if (what === 0 || at === plain.length) {
      token.add(new CsJValue(BigInt(what)));
      plain.push(what);
    } else if (what === 1) {
      token.removeAt(at);
      plain.splice(at, 1);
    } else {
      token.replaceAt(at, new CsJValue("new"));
      plain[at] = "new";
    }
  } else if (
    token instanceof CsJObject &&
    plain !== null &&
    typeof plain === "object" &&
    !Array.isArray(plain)
  ) {
    const name = ["a", "b", "c", "d"][pick % 4] as string;
    const inner = token.get(name);
    if (rest.length > 0 && inner !== null) change(inner, plain[name] as Plain, rest, what);
    else if (what === 1) {
      expect(token.remove(name)).toBe(name in plain);
      delete plain[name];
    } else {
      token.set(name, new CsJValue(BigInt(what)));
      plain[name] = what;
    }
  }
}

test("views on a text behave as trees of their own, whatever is changed in whatever order", () => {
  const changes = fc.array(fc.tuple(fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }), fc.nat(3)), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(tree, changes, (start, steps) => {
      const text = JSON.stringify(start);
      const [token, other] = [readJson(text), readJson(text)];
      const plain = JSON.parse(text) as Plain;
      const copies: (readonly [CsJson, string])[] = [];
      for (const [path, what] of steps) {
        copies.push([token.clone(), compact(token)]);
        change(token, plain, path, what);
      }
      const sorted = (value: Plain): Plain =>
        value === null || typeof value !== "object"
          ? value
          : Array.isArray(value)
            ? value.map(sorted)
            : Object.fromEntries(
                Object.entries(value)
                  .sort()
                  .map(([name, inner]) => [name, sorted(inner)]),
              );
      expect(sorted(JSON.parse(compact(token)) as Plain)).toEqual(sorted(plain));
      expect(JSON.parse(compact(other))).toEqual(JSON.parse(text));
      for (const [copy, was] of copies) expect(compact(copy)).toBe(was);
    }),
    { numRuns: 500 },
  );
});
