import fc from "fast-check";
import { CSharpCompileError, compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { goldenExpressions } from "../csharp/goldenExpressions";
import { descriptions } from "../csharp/oracle/descriptions";
import { goldenContexts } from "../csharp/oracle/goldenContexts";
import { hostContext } from "../csharp/oracle/hostContext";
import { runs, seed } from "./fuzzSettings";
import { isPlaceIn } from "./placeInText";

const limits = { steps: 20_000, memory: 2_000_000, regexSteps: 100_000, milliseconds: 1_000 };
const runtime = { now: () => 1_763_899_385_000, random: () => 0.5, limits };

const contexts = [...goldenContexts, ...descriptions];

/** `refused`, `failed` or `value`. Everything else that an expression may do is a mistake of ours. */
function outcome(source: string, on = contexts.slice(0, 2)): "refused" | "failed" | "value" {
  try {
    const compiled = compileExpression(source);
    for (const context of on) compiled.evaluate(hostContext(context), runtime);
    return "value";
  } catch (error) {
    if (!(error instanceof CSharpCompileError || error instanceof ExpressionFailure)) throw error;
    const { problem } = error;
    expect(problem.offset).toBeGreaterThanOrEqual(0);
    expect(problem.offset).toBeLessThanOrEqual(source.length);
    expect({ ...problem, inside: isPlaceIn(source, problem, /\n/) }).toEqual({ ...problem, inside: true });
    return error instanceof CSharpCompileError ? "refused" : "failed";
  }
}

const goldens = goldenExpressions();
const word = fc.constantFrom(
  ..."( ) [ ] { } . ?. ?[ ?? => ; , < > << >> = == != <= + - * / % ! ~ & && | || ^ ? : ++ -- += @ $ # \\ ' \"".split(
    " ",
  ),
  ...'0 1 2L 1.5 3m 1e9 0x1F \'a\' "s" $"{1:0}" @"v" true false null'.split(" "),
  ..."context Variables Request Response Headers Body As< Url x y item .Length .Count() .Where(x=>x) .Select( int long string bool var object double decimal JObject JToken JArray.Parse( List<int> Dictionary<string,int> DateTime.UtcNow new return if else for foreach in while do switch case default break continue try catch finally throw is as typeof checked unchecked".split(
    " ",
  ),
  "\n",
  " ",
  "//",
  "/*",
  "*/",
  "é",
  "😀",
  "\u0000",
  "\ud800",
);

/** The pieces of an expression, so that changes keep most of its words whole. */
const pieces = (source: string) => source.match(/\w+|"[^"]*"|\s+|[^\w\s]/g) ?? [];

describe(`expressions, seed ${seed}`, () => {
  test("any words compile, or are refused where they stand", () => {
    const soup = fc.array(word, { maxLength: 30 }).map((words) => words.join(" "));
    const source = fc.oneof(soup, fc.string({ unit: "binary", maxLength: 60 }));
    fc.assert(
      fc.property(source, fc.boolean(), (text, body) => {
        outcome(body ? `@{${text}}` : `@(${text})`);
      }),
      runs(3_000),
    );
  });

  test("changed policies compile, or are refused where they stand, and run to an end", () => {
    const outcomes = new Set<string>();
    const edit = fc.tuple(fc.nat(), fc.nat({ max: 4 }), fc.array(word, { maxLength: 3 }));
    const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.constantFrom(...goldens),
        fc.constantFrom(...goldens),
        edits,
        (source, other, changes) => {
          const parts = pieces(source);
          const donor = pieces(other);
          for (const [at, removed, added] of changes) {
            const start = 2 + (at % Math.max(1, parts.length - 3));
            const taken = donor.slice(at % donor.length, (at % donor.length) + removed);
            parts.splice(start, removed, ...(added.length > 1 ? added : taken));
          }
          outcomes.add(outcome(parts.join(""), contexts));
        },
      ),
      runs(1_500),
    );
    expect(outcomes).toEqual(new Set(["refused", "failed", "value"]));
  });

  test("a cut policy is refused at its end or before", () => {
    fc.assert(
      fc.property(fc.constantFrom(...goldens), fc.nat(), (source, at) => {
        outcome(source.slice(0, 2 + (at % (source.length - 2))));
      }),
      runs(500),
    );
  });
});

const nested = (open: string, middle: string, close: string) => (times: number) =>
  `@(${open.repeat(times)}${middle}${close.repeat(times)})`;

describe.each([60, 3_000, 30_000])("%d levels of", (times) => {
  test.each<[string, (times: number) => string]>([
    ["parentheses", nested("(", "1", ")")],
    ["open parentheses", nested("(", "", "")],
    ["casts", nested("(int)", "1", "")],
    ["signs", nested("- ", "1", "")],
    ["negations", nested("!", "true", "")],
    ["sums", nested("1 + ", "1", "")],
    ["choices", nested("true ? 1 : ", "1", "")],
    ["fallbacks", nested('"" ?? ', '""', "")],
    ["calls", nested("Math.Abs(", "1", ")")],
    ["members", (n) => `@(""${".Trim()".repeat(n)})`],
    ["conditional members", (n) => `@(""${"?.Trim()".repeat(n)})`],
    ["indexes", (n) => `@(((JToken)context.Variables["request"])${"[0]".repeat(n)})`],
    ["lambdas", nested("x => ", "1", "")],
    ["arrays", nested("new[] { ", "1", " }")],
    ["types", nested("default(List<", "int", ">)")],
    ["texts in texts", (n) => `@(${'$"{'.repeat(n)}1${'}"'.repeat(n)})`],
    ["blocks", (n) => `@{${"{".repeat(n)}${"}".repeat(n)} return 1;}`],
    ["conditions", (n) => `@{${"if (true) ".repeat(n)} return 1; return 2;}`],
    ["loops", (n) => `@{${"while (true) ".repeat(n)} return 1;}`],
    ["statements", (n) => `@{${"var x = 1; ".repeat(n)} return 1;}`],
    ["attempts", (n) => `@{${"try { ".repeat(n)}${"} finally { }".repeat(n)} return 1;}`],
  ])("%s end with a value or a problem", (_, make) => {
    expect(["refused", "failed", "value"]).toContain(outcome(make(times)));
  });
});

test.each([
  ["1".repeat(100_000)],
  [`1e${"9".repeat(1_000)}`],
  [`1.${"1".repeat(50_000)}m`],
  [`0x${"F".repeat(10_000)}`],
  [`"${"x".repeat(500_000)}".Length`],
  [`"${"\\u0041".repeat(50_000)}".Length`],
  [`@"${'""'.repeat(50_000)}".Length`],
  [`'${"a".repeat(10_000)}'`],
  [`"${"\\".repeat(9_999)}"`],
  ["a".repeat(500_000)],
  [`context.${"a".repeat(100_000)}`],
  ["/".repeat(100_000)],
  [`${"/*".repeat(50_000)}*/1`],
  ['"\ud800".Length + "\udc00\ud800".ToUpper().Length'],
])("a huge or odd literal ends: %.40s", (text) => {
  expect(["refused", "failed", "value"]).toContain(outcome(`@(${text})`));
});
