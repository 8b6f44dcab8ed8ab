import { arrayOfValues, type CsArray } from "../runtime/collections";
import type { Machine } from "../runtime/machine";
import { type CompiledRegex as Compiled, CompiledRegex, type FoundMatch } from "../runtime/regex/match";
import type { CsTimeSpan } from "../runtime/time";
import {
  argumentNull,
  type CsEnum,
  type CsFunction,
  type CsObject,
  fail,
  type Value,
} from "../runtime/value";
import { defineEnum, defineType, type Rows } from "../types/table";

defineEnum("System.Text.RegularExpressions.RegexOptions", {
  None: 0,
  IgnoreCase: 1,
  Multiline: 2,
  ExplicitCapture: 4,
  Compiled: 8,
  Singleline: 16,
  IgnorePatternWhitespace: 32,
  CultureInvariant: 512,
});
/** IgnoreCase, Multiline, ExplicitCapture, Singleline and IgnorePatternWhitespace. */
const meaningful = 1 | 2 | 4 | 16 | 32;
/** By options and pattern; a text of both would have to be made for each look. */
const known = new Map<number, Map<string, Compiled>>();
function compiled(pattern: string | null, options = 0): Compiled {
  if (pattern === null) throw argumentNull("pattern");
  const meaning = options & meaningful;
  let ofOptions = known.get(meaning);
  const found = ofOptions?.get(pattern);
  if (found !== undefined) return found;
  const made = new CompiledRegex(pattern, {
    ignoreCase: (options & 1) > 0,
    multiline: (options & 2) > 0,
    singleline: (options & 16) > 0,
    ignoreBlank: (options & 32) > 0,
    explicitCapture: (options & 4) > 0,
  });
  if (ofOptions === undefined) {
    ofOptions = new Map();
    known.set(meaning, ofOptions);
  }
  if (ofOptions.size > 500) ofOptions.clear();
  ofOptions.set(pattern, made);
  return made;
}
class CsMatch implements CsObject {
  readonly csType: string = "Match";
  constructor(
    readonly regex: Compiled,
    readonly text: string,
    readonly found: FoundMatch | undefined,
    readonly group = 0,
  ) {
    if (group > 0) this.csType = "Group";
  }
  get start() {
    return this.found?.starts[this.group] ?? -1;
  }
  get value() {
    return this.start < 0 ? "" : this.text.slice(this.start, this.found?.ends[this.group]);
  }
  csText() {
    return this.value;
  }
  at(group: number) {
    return new CsMatch(
      this.regex,
      this.text,
      group < 0 || group >= this.regex.names.length || (this.found?.starts[group] ?? -1) < 0
        ? undefined
        : this.found,
      Math.max(1, group),
    );
  }
}
const match = (machine: Machine, regex: Compiled, text: string | null, from = 0) => {
  if (text === null) throw argumentNull("input");
  return new CsMatch(regex, text, regex.find(text, from, machine));
};
const following = (machine: Machine, last: CsMatch) => {
  const end = last.found?.ends[0] ?? 0;
  return match(machine, last.regex, last.text, last.value === "" ? end + 1 : end);
};
function* matches(machine: Machine, regex: Compiled, text: string): Generator<CsMatch> {
  for (
    let found = match(machine, regex, text);
    found.found !== undefined;
    found = following(machine, found)
  ) {
    machine.allocate(16);
    yield found;
  }
}
const outOfRange = (name: string) =>
  fail(
    "ArgumentOutOfRangeException",
    `Specified argument was out of the range of valid values.\nParameter name: ${name}`,
  );
/** @param most how many are replaced; all when it is -1 */
function replaced(
  machine: Machine,
  regex: Compiled,
  text: string,
  by: (found: CsMatch) => string,
  most = -1,
): string {
  if (most < -1) throw outOfRange("count");
  let made = "";
  let at = 0;
  let left = most;
  for (const found of matches(machine, regex, text)) {
    if (left-- === 0) break;
    const next = by(found);
    machine.allocate(next.length);
    made += text.slice(at, found.start) + next;
    at = found.start + found.value.length;
  }
  return made + text.slice(at);
}
const expand = (template: string) => (found: CsMatch) =>
  template.replace(/\$(?:(\$)|(&)|(\d{1,2})|\{(\w+)\})/g, (whole, dollar, all, index, name) => {
    if (dollar) return "$";
    if (all) return found.value;
    const at = index === undefined ? found.regex.names.indexOf(name) : Number(index);
    return at < 0 || at >= found.regex.names.length ? whole : at === 0 ? found.value : found.at(at).value;
  });
/** @param most how many parts; as many as there are when it is 0 */
function parts(machine: Machine, regex: Compiled, text: string, most = 0) {
  if (most < 0) throw outOfRange("count");
  const made: string[] = [];
  let at = 0;
  let left = most;
  for (const found of matches(machine, regex, text)) {
    if (left-- === 1) break;
    made.push(text.slice(at, found.start));
    for (let group = 1; group < regex.names.length; group++)
      if (found.at(group).found) made.push(found.at(group).value);
    at = found.start + found.value.length;
  }
  made.push(text.slice(at));
  return arrayOfValues("string", made);
}
/** No match takes that long here: an evaluation's steps are limited. @throws ArgumentOutOfRangeException as .NET */
function checkTimeout({ ticks }: CsTimeSpan): void {
  const milliseconds = Number(ticks) / 10_000;
  if (milliseconds !== -1 && (milliseconds <= 0 || milliseconds > 2_147_483_646))
    throw outOfRange("matchTimeout");
}
type Holder = { readonly regex: Compiled };
function from(machine: Machine, { regex }: Holder, text: string | null, start: number): CsMatch {
  if (text !== null && (start < 0 || start > text.length)) throw outOfRange("startat");
  return match(machine, regex, text, start);
}
const regexRows: Record<string, Rows[string]> = {
  "new(string pattern)": (pattern: string) => ({ csType: "Regex", regex: compiled(pattern) }) as CsObject,
  "new(string pattern, RegexOptions options)": (pattern: string, options: CsEnum) =>
    ({ csType: "Regex", regex: compiled(pattern, options.value) }) as CsObject,
  "new(string pattern, RegexOptions options, TimeSpan matchTimeout)": (
    pattern: string,
    options: CsEnum,
    timeout: CsTimeSpan,
  ) => {
    const regex = compiled(pattern, options.value);
    checkTimeout(timeout);
    return { csType: "Regex", regex } as CsObject;
  },
  "bool IsMatch(string input, int startat)"(self: Holder, text: string, start: number) {
    return from(this, self, text, start).found !== undefined;
  },
  "Match Match(string input, int startat)"(self: Holder, text: string, start: number) {
    return from(this, self, text, start);
  },
  "string Replace(string input, string replacement, int count)"(
    self: Holder,
    text: string,
    by: string,
    count: number,
  ) {
    return replaced(this, self.regex, text, expand(by), count);
  },
  "string[] Split(string input, int count)"(self: Holder, text: string, count: number) {
    return parts(this, self.regex, text, count);
  },
  "static string Escape(string str)": (text: string) =>
    text
      .replace(/[\\*+?|{[()^$.# ]/g, "\\$&")
      .replace(/\n/g, "\\n")
      .replace(/\t/g, "\\t")
      .replace(/\r/g, "\\r"),
};
const operations: readonly (readonly [
  string,
  string,
  string,
  (machine: Machine, regex: Compiled, text: string, extra?: Value) => Value,
])[] = [
  ["bool", "IsMatch", "", (machine, regex, text) => match(machine, regex, text).found !== undefined],
  ["Match", "Match", "", (machine, regex, text) => match(machine, regex, text)],
  [
    "MatchCollection",
    "Matches",
    "",
    (machine, regex, text) =>
      ({ csType: "MatchCollection", items: [...matches(machine, regex, text)] }) as CsObject,
  ],
  ["string[]", "Split", "", (machine, regex, text) => parts(machine, regex, text)],
  [
    "string",
    "Replace",
    "string replacement",
    (machine, regex, text, by) => replaced(machine, regex, text, expand(by as string)),
  ],
  [
    "string",
    "Replace",
    "Func<Match, string> evaluator",
    (machine, regex, text, by) =>
      replaced(machine, regex, text, (found) => (by as CsFunction)(found) as string),
  ],
];
for (const [result, name, extra, run] of operations) {
  const tail = extra === "" ? "" : `, ${extra}`;
  regexRows[`${result} ${name}(string input${tail})`] = function (self: Holder, text: string, by?: Value) {
    return run(this, self.regex, text, by);
  };
  regexRows[`static ${result} ${name}(string input, string pattern${tail})`] = function (
    text: string,
    pattern: string,
    by?: Value,
  ) {
    return run(this, compiled(pattern), text, by);
  };
  regexRows[`static ${result} ${name}(string input, string pattern${tail}, RegexOptions options)`] =
    function (text: string, pattern: string, a: Value, b?: CsEnum) {
      return run(this, compiled(pattern, (extra === "" ? (a as CsEnum) : (b as CsEnum)).value), text, a);
    };
  regexRows[
    `static ${result} ${name}(string input, string pattern${tail}, RegexOptions options, TimeSpan matchTimeout)`
  ] = function (text: string, pattern: string, ...rest: Value[]) {
    const [options, timeout] = rest.slice(-2) as [CsEnum, CsTimeSpan];
    const regex = compiled(pattern, options.value);
    checkTimeout(timeout);
    return run(this, regex, text, rest[0]);
  };
}
defineType("class", "System.Text.RegularExpressions.Regex", regexRows);
defineType("class", "System.Text.RegularExpressions.Group", {
  "bool Success": (self: CsMatch) => self.found !== undefined,
  "string Value": (self: CsMatch) => self.value,
  "int Index": (self: CsMatch) => Math.max(0, self.start),
  "int Length": (self: CsMatch) => self.value.length,
});
defineType(
  "class",
  "System.Text.RegularExpressions.Match",
  {
    "GroupCollection Groups": (self: CsMatch) =>
      ({
        csType: "GroupCollection",
        match: self,
        items: self.regex.names.map((_, at) => (at === 0 ? self : self.at(at))),
      }) as CsObject,
  },
  { bases: ["Group"] },
);
type Groups = { readonly match: CsMatch; readonly items: readonly CsMatch[] };
defineType(
  "class",
  "System.Text.RegularExpressions.GroupCollection",
  {
    "int Count": (self: Groups) => self.items.length,
    "Group this[int groupnum]": (self: Groups, at: number) => self.items[at] ?? self.match.at(-1),
    "Group this[string groupname]": (self: Groups, name: string) =>
      self.items[self.match.regex.names.indexOf(name)] ?? self.match.at(-1),
  },
  { bases: ["IEnumerable<Group>"] },
);
defineType(
  "class",
  "System.Text.RegularExpressions.MatchCollection",
  {
    "int Count": (self: CsArray) => self.items.length,
    "Match this[int i]": (self: CsArray, at: number) => self.items[at] ?? null,
  },
  { bases: ["IEnumerable<Match>"] },
);
