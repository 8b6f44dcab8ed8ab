import type { HostContext } from "../host/data";
import type { EvaluationEnvironment } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { Quick } from "./quick";

/** The statement is done, and the next one's turn has come. */
const goOn = Symbol("next");

/**
 * Statements that run without an evaluation: declarations, conditions and `return`s of what is quick. There is no loop
 * among them, so the text of the expression is the limit of what they do.
 */
export interface QuickStatement {
  /** What is returned, or `goOn`; `undefined`: it is not quick after all. */
  readonly run: (
    context: HostContext,
    locals: Value[],
    environment: EvaluationEnvironment,
  ) => Value | typeof goOn | undefined;
  /** Whether it may return. What never does before something that is not quick would be tried in vain. */
  readonly mayReturn: boolean;
}

const notQuick: QuickStatement = { run: () => undefined, mayReturn: false };
const nothing: QuickStatement = { run: () => goOn, mayReturn: false };

export function quickSequence(
  statements: readonly (QuickStatement | undefined)[],
): QuickStatement | undefined {
  const hole = statements.indexOf(undefined);
  const known = (hole < 0 ? statements : statements.slice(0, hole)) as readonly QuickStatement[];
  const mayReturn = known.some((statement) => statement.mayReturn);
  if (hole >= 0 && !mayReturn) return undefined;
  const runs = [...known, ...(hole < 0 ? [] : [notQuick])].map(({ run }) => run);
  return {
    mayReturn,
    run: (context, locals, environment) => {
      for (const run of runs) {
        const given = run(context, locals, environment);
        if (given !== goOn) return given;
      }
      return goOn;
    },
  };
}

/** @param no `undefined` where it is not quick; left out where there is none */
export function quickBranch(
  condition: Quick | undefined,
  yes: QuickStatement = notQuick,
  no: QuickStatement | undefined | "none" = notQuick,
): QuickStatement | undefined {
  if (condition === undefined) return undefined;
  const { run: whenTrue } = yes;
  const { run: otherwise, mayReturn } = no === "none" ? nothing : no;
  return {
    mayReturn: yes.mayReturn || mayReturn,
    run: (context, locals, environment) => {
      const holds = condition(context, locals, environment);
      return holds === true
        ? whenTrue(context, locals, environment)
        : holds === false
          ? otherwise(context, locals, environment)
          : undefined;
    },
  };
}

/** @param slot of a local of the expression's own body */
export function quickDeclaration(slot: number, value: Quick | undefined): QuickStatement | undefined {
  if (value === undefined) return undefined;
  return {
    mayReturn: false,
    run: (context, locals, environment) => {
      const given = value(context, locals, environment);
      if (given === undefined) return undefined;
      locals[slot] = given;
      return goOn;
    },
  };
}

export const quickReturn = (value: Quick | undefined): QuickStatement | undefined =>
  value && { run: value, mayReturn: true };

/** The body of an expression. */
export function quickBody(body: QuickStatement | undefined): Quick | undefined {
  if (!body?.mayReturn) return undefined;
  const { run } = body;
  return (context, locals, environment) => {
    const given = run(context, locals, environment);
    return given === goOn ? undefined : given;
  };
}
