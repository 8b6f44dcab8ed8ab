import fc from "fast-check";
import { parseTopology } from "../../infra/topology/parse";
import { stacks } from "./mutations";

/** Fragments that mean something to YAML or to a topology, more likely to matter than random letters. */
const fragment = fc.oneof(
  fc.constantFrom(
    "\t",
    "\n",
    "\r",
    ": ",
    "- ",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "|\n",
    ">-\n",
    "# ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "? ",
    "~",
    ".inf",
    ".nan",
    "0x10",
    "-0",
    "1e400",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\0",
    "__proto__: 1",
    "ptu: 15",
    "existing: { account: a }",
    "  ",
  ),
  fc.string({ maxLength: 12, unit: "binary" }),
);

const mutated = fc
  .tuple(
    fc.constantFrom(...stacks.map(({ text }) => text)),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fragment), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((result, [place, length, insertion]) => {
      const at = Math.floor(place * result.length);
      return result.slice(0, at) + insertion + result.slice(at + length);
    }, text),
  );

function check(text: string): void {
  const checked = parseTopology(text, "stacks/any.yaml");
  const problems = checked.ok ? checked.warnings : checked.problems;
  if (!checked.ok) expect(problems.some(({ severity }) => severity === "error")).toBe(true);
  else expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  for (const { position, message, remedy } of problems) {
    expect(position.line).toBeGreaterThanOrEqual(1);
    expect(position.column).toBeGreaterThanOrEqual(1);
    expect(message).not.toBe("");
    expect(remedy).not.toBe("");
  }
}

describe("any text at all", () => {
  test("has an answer", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 300 }),
          fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join("")),
        ),
        check,
      ),
      { numRuns: 1500 },
    );
  });

  test("has an answer when it was a topology once", () => {
    fc.assert(fc.property(mutated, check), { numRuns: 600 });
  });
});
