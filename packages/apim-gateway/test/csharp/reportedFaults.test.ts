import { compileExpression } from "../../src/csharp/compileExpression";
import { descriptions, now } from "./oracle/descriptions";
import { faultContext } from "./oracle/faultContext";
import { hostContext } from "./oracle/hostContext";
import { runOurs } from "./oracle/ours";
import { reportedFaults } from "./reportedFaults";

test.each(reportedFaults)("$name", (fault) => {
  const contexts = [faultContext(fault, descriptions)];
  const { source, expected, message } = fault;
  expect(runOurs({ source, isBody: false, context: 0 }, contexts, now)).toBe(expected);
  if (message === undefined) return;
  const evaluate = () =>
    compileExpression(`@(${source})`).evaluate(hostContext(contexts[0] as (typeof contexts)[0]), {
      now: () => now,
      random: () => 0,
    });
  expect(evaluate).toThrow(message);
});
