import type { Problem } from "../../infra/problem";
import { parseTopology } from "../../infra/topology/parse";
import { mutations, stacks } from "./mutations";

const all = mutations().map((mutation) => ({ ...mutation, problems: problemsOf(mutation.text) }));

/** Words of the libraries below; a person should never see them. */
const foreign =
  /invalid input|expected|unrecognized|too (small|big)|undefined|\bNaN\b|\[object|Error:|ZodError|YAMLException/i;

function problemsOf(text: string): readonly Problem[] {
  const checked = parseTopology(text, "stacks/broken.yaml");
  return checked.ok ? [] : checked.problems;
}

describe("a broken topology", () => {
  test("comes in many kinds, all of them different from the file that they were", () => {
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(({ text }) => stacks.some((stack) => stack.text === text))).toEqual([]);
  });

  test("is never accepted", () => {
    expect(
      all
        .filter(({ problems }) => !problems.some(({ severity }) => severity === "error"))
        .map(({ what }) => what),
    ).toEqual([]);
  });

  test("has a place within the file for every problem", () => {
    const misplaced = all.flatMap(({ what, text, problems }) => {
      const lines = text.split(/\r\n|\r|\n/);
      return problems
        .filter(
          ({ position }) =>
            position.column < 1 || position.column > (lines[position.line - 1]?.length ?? -1) + 1,
        )
        .map(({ position }) => `${what}: ${position.line}:${position.column}`);
    });
    expect(misplaced).toEqual([]);
  });

  test("is explained at the value that is wrong", () => {
    const elsewhere = all.filter(
      ({ path, problems }) =>
        path !== undefined && !problems.some((problem) => problem.path.startsWith(path)),
    );
    expect(elsewhere.map(({ what }) => what)).toEqual([]);
  });

  test("is explained in our own words, in one sentence and a way out", () => {
    const odd = all.flatMap(({ what, problems }) =>
      problems
        .filter(
          ({ message, remedy }) =>
            foreign.test(message) ||
            foreign.test(remedy) ||
            !/[.]$/.test(message) ||
            !/[.?]$/.test(remedy) ||
            message.length > 900,
        )
        .map(({ message, remedy }) => `${what}: ${message} | ${remedy}`),
    );
    expect(odd).toEqual([]);
  });
});

describe("the stacks of the project", () => {
  test.each(stacks)("$name has no problems and no warnings", ({ text }) => {
    const checked = parseTopology(text, "stacks/stack.yaml");
    expect(checked.ok ? checked.warnings : checked.problems).toEqual([]);
    expect(checked.ok).toBe(true);
  });
});
