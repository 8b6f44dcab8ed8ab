import { countText, problemsAsGithub, problemsAsJson, problemsAsText } from "../../cli/problems";
import type { Problem } from "../../infra/problem";

const problem = (over: Partial<Problem> = {}): Problem => ({
  severity: "error",
  rule: "ptu-step",
  position: { file: "stacks/prod.yaml", line: 2, column: 10 },
  path: 'regions.eastus2.deployments["gpt-5.4"].ptu',
  message: "seventeen is off the step.",
  remedy: "Write 15 or 20.",
  ...over,
});

const plain = (source: string | undefined) => ({ sourceOf: () => source, colour: false });

describe("problems for a terminal", () => {
  test("show the line and a caret below the place", () => {
    expect(problemsAsText([problem()], plain("regions:\n    ptu: 17 # units\n"))).toBe(
      [
        'stacks/prod.yaml:2:10  error  regions.eastus2.deployments["gpt-5.4"].ptu  [ptu-step]',
        "  2 |     ptu: 17 # units",
        "    |          ^",
        "  Seventeen is off the step.",
        "  Write 15 or 20.",
        "",
        "",
      ].join("\n"),
    );
  });

  test("leave out the line where there is none", () => {
    const text =
      'stacks/prod.yaml:2:10  warning  regions.eastus2.deployments["gpt-5.4"].ptu  [ptu-step]\n  Seventeen is off the step.\n  Write 15 or 20.\n\n';
    const warning = problem({ severity: "warning" });
    expect(problemsAsText([warning], plain(undefined))).toBe(text);
    expect(problemsAsText([warning], plain("one line"))).toBe(text);
    expect(problemsAsText([warning], plain("one line\n   \nthree"))).toBe(text);
  });

  test("show the part of a long line that the caret is about", () => {
    const source = `\n${"x".repeat(500)}HERE${"y".repeat(500)}`;
    const lines = problemsAsText(
      [problem({ position: { file: "f", line: 2, column: 501 } })],
      plain(source),
    ).split("\n");
    expect(lines.slice(1, 3)).toEqual([
      `  2 | ${"x".repeat(54)}HERE${"y".repeat(52)}`,
      `    | ${" ".repeat(54)}^`,
    ]);
  });

  test("keep the caret in place below tabs, and never let a file steer the terminal", () => {
    const lines = problemsAsText(
      [problem({ position: { file: "a\u001b[2J", line: 1, column: 4 } })],
      plain("\t\u001b[31m\u202ex"),
    ).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      'a\ufffd[2J:1:4  error  regions.eastus2.deployments["gpt-5.4"].ptu  [ptu-step]',
      "  1 |  \ufffd[31m\ufffdx",
      "    |    ^",
    ]);
  });

  test("are coloured where the terminal has colours", () => {
    const text = problemsAsText([problem()], { sourceOf: () => undefined, colour: true });
    expect(text).toContain("\u001b[31merror\u001b[39m");
  });

  test("are nothing at all when there are none", () => {
    expect(problemsAsText([], plain(""))).toBe("");
    expect(problemsAsGithub([])).toBe("");
  });
});

describe("problems for GitHub", () => {
  test("are annotations of the line", () => {
    expect(
      problemsAsGithub([
        problem(),
        problem({
          severity: "warning",
          position: { file: "./stacks/dev.yaml", line: 7, column: 1 },
          path: "regions",
        }),
      ]),
    ).toBe(
      '::error file=stacks/prod.yaml,line=2,col=10,title=regions.eastus2.deployments["gpt-5.4"].ptu (ptu-step)::Seventeen is off the step.%0AWrite 15 or 20.\n' +
        "::warning file=stacks/dev.yaml,line=7,col=1,title=regions (ptu-step)::Seventeen is off the step.%0AWrite 15 or 20.\n",
    );
  });

  test("cannot be broken out of by what a file says", () => {
    const hostile = problem({
      path: "a,b::c\n::error::x",
      message: "100%\r\n::set-output name=x::y",
      position: { file: "a:b,c%.yaml", line: 1, column: 1 },
    });
    expect(problemsAsGithub([hostile])).toBe(
      "::error file=a%3Ab%2Cc%25.yaml,line=1,col=1,title=a%2Cb%3A%3Ac%0A%3A%3Aerror%3A%3Ax (ptu-step)::100%25%0D%0A::set-output name=x::y%0AWrite 15 or 20.\n",
    );
  });
});

describe("problems for programs", () => {
  test("are one JSON object with the counts", () => {
    expect(JSON.parse(problemsAsJson(["a.yaml"], [problem(), problem({ severity: "warning" })]))).toEqual({
      files: ["a.yaml"],
      errors: 1,
      warnings: 1,
      problems: [problem(), problem({ severity: "warning" })],
    });
  });

  test("are counted in words", () => {
    expect(countText([problem(), problem(), problem({ severity: "warning" })])).toBe("2 errors, 1 warning");
    expect(countText([])).toBe("0 errors, 0 warnings");
  });
});
