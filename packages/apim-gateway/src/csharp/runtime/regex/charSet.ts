/** Whether a UTF-16 unit belongs. */
export type CharTest = (code: number) => boolean;

/** The same test with a table for ASCII. */
export function tabled(test: CharTest): CharTest {
  let table: Uint8Array | undefined;
  return (code) => {
    if (code > 127) return test(code);
    table ??= Uint8Array.from({ length: 128 }, (_, ascii) => (test(ascii) ? 1 : 0));
    return table[code] === 1;
  };
}

const isWord: CharTest = (code) =>
  code < 128
    ? /\w/.test(String.fromCharCode(code))
    : /[\p{L}\p{Mn}\p{Nd}\p{Pc}]/u.test(String.fromCharCode(code));
const isDigit: CharTest = (code) =>
  code < 128 ? code >= 48 && code <= 57 : /\p{Nd}/u.test(String.fromCharCode(code));
const isBlank: CharTest = (code) => /[\s\u0085]/.test(String.fromCharCode(code)) && code !== 0xfeff;
const not =
  (test: CharTest): CharTest =>
  (code) =>
    !test(code);
export const isWordUnit = isWord;

const classes: Readonly<Record<string, CharTest>> = {
  w: isWord,
  W: not(isWord),
  d: isDigit,
  D: not(isDigit),
  s: isBlank,
  S: not(isBlank),
};
const controls: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  f: "\f",
  v: "\v",
  a: "\x07",
  e: "\x1b",
  "0": "\0",
};

export interface ReadEscape {
  readonly test: CharTest | undefined;
  readonly text: string | undefined;
  readonly end: number;
}

/** An escape that stands for one character or a class of them; undefined when .NET knows none such. */
export function classEscape(pattern: string, at: number): ReadEscape | undefined {
  const next = pattern[at + 1] ?? "";
  const test = classes[next];
  if (test !== undefined) return { test, text: undefined, end: at + 2 };
  const category =
    /^\\([pP])\{(L|Lu|Ll|Lt|Lm|Lo|M|Mn|Mc|N|Nd|Nl|No|P|Pc|Pd|Ps|Pe|Po|S|Sm|Sc|Sk|So|Z|Zs|C|Cc)\}/.exec(
      pattern.slice(at, at + 8),
    );
  if (category !== null) {
    const form = new RegExp(`\\p{${category[2]}}`, "u");
    const inside: CharTest = (code) => form.test(String.fromCharCode(code));
    return {
      test: category[1] === "p" ? inside : not(inside),
      text: undefined,
      end: at + category[0].length,
    };
  }
  const coded = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(pattern.slice(at, at + 6));
  if (coded !== null)
    return {
      test: undefined,
      text: String.fromCharCode(Number.parseInt((coded[1] ?? coded[2]) as string, 16)),
      end: at + coded[0].length,
    };
  const control = controls[next];
  if (control !== undefined) return { test: undefined, text: control, end: at + 2 };
  return /[\w]/.test(next) ? undefined : { test: undefined, text: next, end: at + 2 };
}

/** `[…]` from its bracket on; undefined when it has no end or is out of order. Subtraction `-[…]` is read. */
export function readSet(
  pattern: string,
  start: number,
  ignoreCase: boolean,
): { readonly test: CharTest; readonly end: number } | undefined {
  let at = start + 1;
  const negative = pattern[at] === "^";
  if (negative) at++;
  const tests: CharTest[] = [];
  let minus: CharTest | undefined;
  for (let first = true; ; first = false) {
    const next = pattern[at];
    if (next === undefined) return undefined;
    if (next === "]" && !first) {
      at++;
      break;
    }
    if (next === "-" && pattern[at + 1] === "[" && !first) {
      const inner = readSet(pattern, at + 1, ignoreCase);
      if (inner === undefined || pattern[inner.end] !== "]") return undefined;
      minus = inner.test;
      at = inner.end + 1;
      break;
    }
    const low = oneOf(pattern, at);
    if (low === undefined) return undefined;
    at = low.end;
    if (low.test !== undefined) {
      tests.push(low.test);
      continue;
    }
    if (
      pattern[at] === "-" &&
      pattern[at + 1] !== "]" &&
      pattern[at + 1] !== "[" &&
      pattern[at + 1] !== undefined
    ) {
      const high = oneOf(pattern, at + 1);
      if (high?.text === undefined) return undefined;
      at = high.end;
      const [from, to] = [(low.text as string).charCodeAt(0), high.text.charCodeAt(0)];
      if (from > to) return undefined;
      tests.push((code) => code >= from && code <= to);
    } else {
      const code = (low.text as string).charCodeAt(0);
      tests.push((other) => other === code);
    }
  }
  const any = (code: number) => tests.some((test) => test(code));
  const folded = (code: number) => {
    const text = String.fromCharCode(code);
    return any(code) || any(text.toLowerCase().charCodeAt(0)) || any(text.toUpperCase().charCodeAt(0));
  };
  const inside = ignoreCase ? folded : any;
  const test = negative ? not(inside) : inside;
  return { test: minus === undefined ? test : (code) => test(code) && !(minus as CharTest)(code), end: at };
}

function oneOf(pattern: string, at: number): ReadEscape | undefined {
  if (pattern[at] !== "\\") return { test: undefined, text: pattern[at], end: at + 1 };
  if (pattern[at + 1] === "b") return { test: undefined, text: "\b", end: at + 2 };
  return classEscape(pattern, at);
}
