import { CompiledRegex } from "../regex/match";
import { argumentNull, CsDouble, type CsException } from "../value";
import { PathCursor, type PathOperand, type PathStep, type PathTest, pathError } from "./jsonPath";

/** JSONPath as Newtonsoft reads it. @throws JsonException, ArgumentNullException */
export function parsePath(text: string | null): readonly PathStep[] {
  if (text === null) throw argumentNull("path");
  const cursor = new PathCursor(text);
  cursor.blank();
  const steps: PathStep[] = [];
  // `$` alone is the start; `$.a` and `$[0]` go on from it, and `$a` is a name.
  const { next } = cursor;
  const after = text[cursor.at + 1];
  if (next === "$" && (after === undefined || after === "." || after === "[")) cursor.at++;
  readSteps(cursor, steps, false);
  return steps;
}

function readSteps(cursor: PathCursor, steps: PathStep[], inside: boolean): void {
  let deep = false;
  let afterIndexer = false;
  const name = inside ? /[^.[\](\s)=<>!&|~,]+/y : /[^.[\]() ]+/y;
  while (!cursor.atEnd) {
    const { next } = cursor;
    if (next === "[" || next === "(") {
      if (inside && next === "(") return;
      steps.push(readIndexer(cursor, deep));
      deep = false;
      afterIndexer = true;
    } else if (next === ".") {
      cursor.at++;
      if (cursor.accept(".")) deep = true;
      if (cursor.atEnd) throw pathError("Unexpected end while parsing path.");
      afterIndexer = false;
    } else if (inside && !name.test(next)) return;
    else {
      if (afterIndexer) throw pathError(`Unexpected character following indexer: ${next}`);
      const found = cursor.take(name);
      if (found === undefined) {
        if (!inside && next === " ") {
          cursor.blank();
          if (cursor.atEnd) return;
        }
        throw pathError(`Unexpected character while parsing path: ${next}`);
      }
      steps.push({ kind: deep ? "scan" : "fields", names: found === "*" ? undefined : [found] });
      deep = false;
    }
  }
  if (deep) throw pathError("Unexpected end while parsing path.");
}

const openIndexer = () => pathError("Path ended with open indexer.");
const badIndexer = (next: string): CsException =>
  next === "" ? openIndexer() : pathError(`Unexpected character while parsing path indexer: ${next}`);

function readIndexer(cursor: PathCursor, deep: boolean): PathStep {
  const close = cursor.next === "[" ? "]" : ")";
  cursor.at++;
  cursor.blank();
  if (cursor.atEnd) throw openIndexer();
  if (cursor.next === "'") {
    const names = [cursor.quoted("'")];
    for (cursor.blank(); cursor.accept(","); cursor.blank()) {
      cursor.blank();
      if (cursor.next !== "'") throw badIndexer(cursor.next);
      names.push(cursor.quoted("'"));
    }
    if (!cursor.accept(close)) throw badIndexer(cursor.next);
    return { kind: deep ? "scan" : "fields", names };
  }
  if (cursor.next === "?") {
    cursor.at++;
    if (!cursor.accept("("))
      throw pathError(`Unexpected character while parsing path indexer: ${cursor.next}`);
    const test = readTest(cursor);
    if (!cursor.accept(")")) throw openIndexer();
    cursor.blank();
    if (!cursor.accept(close)) throw badIndexer(cursor.next);
    return { kind: "filter", test, deep };
  }
  return readPlaces(cursor, close);
}

function readPlaces(cursor: PathCursor, close: string): PathStep {
  if (cursor.accept("*")) {
    cursor.blank();
    if (!cursor.accept(close)) throw badIndexer(cursor.next);
    return { kind: "items", places: undefined };
  }
  const number = (): number | undefined => {
    cursor.blank();
    const found = cursor.take(/-?\d+/y);
    cursor.blank();
    return found === undefined ? undefined : Number(found);
  };
  const first = number();
  if (cursor.next === ":") {
    const parts = [first];
    while (cursor.accept(":")) parts.push(number());
    if (parts.length > 3 || !cursor.accept(close)) throw badIndexer(cursor.next);
    if (parts[2] === 0) throw pathError("Step cannot be zero.");
    return { kind: "slice", start: parts[0], end: parts[1], step: parts[2] };
  }
  if (first === undefined)
    throw cursor.next === close ? pathError("Array index expected.") : badIndexer(cursor.next);
  const places = [first];
  while (cursor.accept(",")) {
    const place = number();
    if (place === undefined) throw badIndexer(cursor.next);
    places.push(place);
  }
  if (!cursor.accept(close)) throw badIndexer(cursor.next);
  return { kind: "items", places };
}

const operators = ["===", "==", "!==", "!=", "<>", "<=", "<", ">=", ">", "=~"];

/** `a && b || c`: `&&` binds closer; there are no brackets. */
function readTest(cursor: PathCursor): PathTest {
  const any: PathTest[] = [];
  do {
    const all: PathTest[] = [];
    do all.push(readComparison(cursor));
    while (cursor.accept("&&"));
    any.push(all.length === 1 ? (all[0] as PathTest) : { kind: "all", tests: all });
  } while (cursor.accept("||"));
  return any.length === 1 ? (any[0] as PathTest) : { kind: "any", tests: any };
}

function readComparison(cursor: PathCursor): PathTest {
  const left = readOperand(cursor);
  const operator = operators.find((text) => cursor.accept(text));
  if (operator === undefined) {
    if (![")", "&", "|"].includes(cursor.next)) throw pathError("Could not read query operator.");
    return { kind: "exists", left };
  }
  return { kind: "compare", operator, left, right: readOperand(cursor) };
}

function readOperand(cursor: PathCursor): PathOperand {
  cursor.blank();
  const { next } = cursor;
  const path: PathStep[] = [];
  if (next === "@" || next === "$") {
    cursor.at++;
    if (next === "$") path.push({ kind: "root" });
    readSteps(cursor, path, true);
    cursor.blank();
    return { path };
  }
  const value = readLiteral(cursor);
  cursor.blank();
  return { value };
}

function readLiteral(cursor: PathCursor) {
  if (cursor.next === "'") return cursor.quoted("'");
  if (cursor.next === "/") {
    const source = /\/((?:[^/\\]|\\.)*)\/([imsx]*)/y;
    const found = cursor.take(source);
    if (found === undefined) throw pathError("Path ended with an open regex.");
    const end = found.lastIndexOf("/");
    const flags = found.slice(end + 1);
    return new CompiledRegex(found.slice(1, end), {
      ignoreCase: flags.includes("i"),
      multiline: flags.includes("m"),
      singleline: flags.includes("s"),
      ignoreBlank: flags.includes("x"),
      explicitCapture: false,
    });
  }
  const word = cursor.take(/[-+.\w]+/y);
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  if (word !== undefined && /^-?\d+$/.test(word)) return BigInt(word);
  if (word !== undefined && /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(word))
    return new CsDouble(Number(word));
  throw pathError("Could not read query operator.");
}
