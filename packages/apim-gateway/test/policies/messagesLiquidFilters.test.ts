import { filters } from "../../src/policies/transformation/liquid/filters";
import { parseTemplate } from "../../src/policies/transformation/liquid/template";

const scope = {
  text: "  Some <b>Text</b>  ",
  words: "one two three",
  lines: "a\r\nb\nc",
  n: 7,
  half: -2.5,
  list: [3, 1, 2, 1, null],
  things: [
    { name: "b", n: 2 },
    { name: "a", n: 1 },
  ],
  none: "",
  on: "2012-03-21T05:40:00Z",
};

/** Template and what it gives. Every filter that is documented stands here. */
const cases: readonly (readonly [filter: keyof typeof filters, template: string, result: string])[] = [
  ["Abs", "{{ half | Abs }}", "2.5"],
  ["Append", `{{ n | Append: "!" }}`, "7!"],
  ["AtLeast", "{{ n | AtLeast: 10 }}", "10"],
  ["AtMost", "{{ n | AtMost: 3 }}", "3"],
  ["Capitalize", "{{ words | Capitalize }}", "One Two Three"],
  ["Compact", "{{ list | Compact | Size }}", "4"],
  ["Date", `{{ on | Date: "dd.MM.yyyy HH:mm" }}`, "21.03.2012 05:40"],
  ["Default", `{{ none | Default: "none" }}{{ nothing | Default: 1 }}{{ n | Default: 1 }}`, "none17"],
  ["DividedBy", "{{ n | DividedBy: 2 }} {{ half | DividedBy: 2 }}", "3 -1.25"],
  ["Downcase", "{{ words | Upcase | Downcase }}", "one two three"],
  ["Escape", "{{ text | Strip | Escape }}", "Some &lt;b&gt;Text&lt;/b&gt;"],
  ["First", "{{ list | First }}{{ words | First }}", "3o"],
  ["H", `{{ "'" | H }}`, "&#39;"],
  ["Join", `{{ list | Compact | Join: "-" }}`, "3-1-2-1"],
  ["Last", "{{ words | Last }}", "e"],
  ["Lstrip", "[{{ text | Lstrip }}]", "[Some <b>Text</b>  ]"],
  ["Map", `{{ things | Map: "name" | Join: "" }}`, "ba"],
  ["Minus", "{{ n | Minus: 10 }}", "-3"],
  ["Modulo", "{{ n | Modulo: 4 }}", "3"],
  ["NewlineToBr", "{{ lines | NewlineToBr }}", "a<br />\nb<br />\nc"],
  ["Plus", `{{ n | Plus: "0.5" }}`, "7.5"],
  ["Prepend", `{{ n | Prepend: "#" }}`, "#7"],
  ["Remove", `{{ words | Remove: "t" }}`, "one wo hree"],
  ["RemoveFirst", `{{ words | RemoveFirst: "t" }}`, "one wo three"],
  ["Replace", `{{ words | Replace: "t", "$&" }}`, "one $&wo $&hree"],
  ["ReplaceFirst", `{{ words | ReplaceFirst: "t", "T" }}`, "one Two three"],
  ["Round", "{{ 2.345 | Round: 2 }} {{ 2.6 | Round }}", "2.35 3"],
  ["Rstrip", "[{{ text | Rstrip }}]", "[  Some <b>Text</b>]"],
  ["Size", "{{ words | Size }}", "13"],
  ["Slice", "{{ words | Slice: 4, 3 }}{{ words | Slice: -1 }}", "twoe"],
  [
    "Sort",
    `{{ list | Compact | Sort | Join: "" }}{{ things | Sort: "n" | Map: "name" | Join: "" }}`,
    "1123ab",
  ],
  ["Split", `{{ words | Split: " " | Size }}{{ "ab" | Split: "" | Size }}`, "32"],
  ["Strip", "[{{ text | Strip }}]", "[Some <b>Text</b>]"],
  ["StripHtml", "{{ text | StripHtml | Strip }}", "Some Text"],
  ["StripNewlines", "{{ lines | StripNewlines }}", "abc"],
  ["Times", "{{ n | Times: 2 }}", "14"],
  ["Truncate", `{{ words | Truncate: 7 }}{{ words | Truncate: 3, "" }}`, "one ...one"],
  ["TruncateWords", `{{ words | TruncateWords: 2 }}{{ words | TruncateWords: 0, "" }}`, "one two...one"],
  ["Uniq", "{{ list | Uniq | Size }}", "4"],
  ["Upcase", "{{ words | Upcase }}", "ONE TWO THREE"],
  ["UrlDecode", `{{ "a%20b+c%zz" | UrlDecode }}{{ "a%20b+c" | UrlDecode }}`, "a%20b+c%zza b c"],
  ["UrlEncode", `{{ "a b&c" | UrlEncode }}`, "a+b%26c"],
];

test.each(cases)("%s: %s", (_, template, result) => {
  expect(parseTemplate(template)(scope)).toBe(result);
});

test("every filter is shown, and none is there that the reference does not name", () => {
  expect(Object.keys(filters).sort()).toEqual(cases.map(([name]) => name).sort());
});

test.each(["Abs", "Plus: 1", "AtLeast: 1", "Round"])("%s of what is no number fails", (filter) => {
  expect(() => parseTemplate(`{{ words | ${filter} }}`)(scope)).toThrow('"one two three" is not a number.');
});

test("a date that is none stays as it is", () => {
  expect(parseTemplate(`{{ words | Date: "yyyy" }}`)(scope)).toBe("one two three");
});

test("filters of null give nothing", () => {
  expect(parseTemplate("{{ nothing | Upcase }}{{ nothing | First }}{{ nothing | Join }}")(scope)).toBe("");
});
