import { writeFileSync } from "node:fs";
import { generatedCases, handPickedCases } from "./cases";
import { goldenExpressions } from "./goldenExpressions";
import { memberCases } from "./memberCases";
import { castCases } from "./oracle/castCases";
import { certificateCases } from "./oracle/certificateCases";
import { type Comparison, compare, unseenDifferences } from "./oracle/compare";
import { contextCases } from "./oracle/contextCases";
import { descriptions } from "./oracle/descriptions";
import { faultContext } from "./oracle/faultContext";
import { goldenContexts } from "./oracle/goldenContexts";
import type { OracleCase } from "./oracle/mono";
import { reportedFaults } from "./reportedFaults";

/**
 * Expressions on this gateway and on Mono: value, type of the value, static type, exception, and whether they compile.
 * `ORACLE_SEED` sets another seed, `ORACLE_REPORT` a file for what differs.
 */
const seed = Number(process.env.ORACLE_SEED ?? 20261123);

function differences({ differing }: Comparison): unknown {
  if (process.env.ORACLE_REPORT !== undefined)
    writeFileSync(process.env.ORACLE_REPORT, JSON.stringify(differing, undefined, 1));
  return differing.slice(0, 20).map((row) => ({ ...row, seed }));
}

const literal = (source: string): OracleCase => ({ source, isBody: false, context: 0 });

test("expressions of literals", () => {
  const found = compare([...handPickedCases(), ...generatedCases(seed, 3600)].map(literal));
  expect(differences(found)).toEqual([]);
  expect(found.compared).toBeGreaterThan(2900);
}, 120_000);

test("members of the documented types", () => {
  const found = compare(memberCases.map((source) => ({ source, isBody: true, context: 0 })));
  expect(differences(found)).toEqual([]);
  expect(found.compared).toBeGreaterThan(55);
}, 120_000);

test("every variable as every type", () => {
  const found = compare(castCases());
  expect(differences(found)).toEqual([]);
  expect(found.compared).toBeGreaterThan(4800);
  expect(found.threw).toBeGreaterThan(2000);
}, 120_000);

test("expressions and bodies over contexts", () => {
  const found = compare(contextCases(seed, 4000, descriptions.length));
  expect(differences(found)).toEqual([]);
  expect(found.compared).toBeGreaterThan(3500);
  // Most give a value: a comparison of exceptions only would show little.
  expect(found.threw).toBeLessThan(found.compared / 2);
}, 120_000);

test("every expression of the approved policies, on contexts where it gives a value", () => {
  const cases = goldenExpressions().flatMap((expression) =>
    goldenContexts.map((_, context) => ({
      source: expression.startsWith("@{") ? expression.slice(1) : expression.slice(2, -1),
      isBody: expression.startsWith("@{"),
      context,
    })),
  );
  const found = compare(cases, goldenContexts);
  expect(differences(found)).toEqual([]);
  expect(found.compared).toBe(cases.length);
  const gave = new Set(found.rows.filter(({ ours }) => !ours.includes(" !")).map(({ source }) => source));
  expect(cases.map(({ source }) => source).filter((source) => !gave.has(source))).toEqual([]);
}, 120_000);

test("faults that were reported from the service", () => {
  const cases = reportedFaults.map(({ source }, context) => ({ source, isBody: false, context }));
  const found = compare(
    cases,
    reportedFaults.map((fault) => faultContext(fault, descriptions)),
  );
  expect(found.rows.map(({ mono }) => mono)).toEqual(reportedFaults.map(({ expected }) => expected));
  expect(differences(found)).toEqual([]);
}, 120_000);

test("certificates and RSA keys", () => {
  const cases = certificateCases();
  const found = compare(cases);
  expect(differences(found)).toEqual([]);
  expect(found.compared).toBe(cases.length);
}, 120_000);

test("no listed difference is gone", () => {
  expect(unseenDifferences()).toEqual([]);
});
