import { ExpressionRefusal } from "../problem";
import type { Frame } from "../runtime/machine";
import { CsException } from "../runtime/value";
import type { CatchClause, Statement } from "../syntax/nodes";
import { builtin, getType } from "../types/registry";
import { isInstance } from "../types/runtimeType";
import { convertTo } from "./bound";
import { written } from "./javascript";
import { LoopBinder } from "./loopBinder";
import { quickBranch } from "./quickStatement";
import type { Execute, StatementStep } from "./statementStep";

type Node<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };

/** `if`, `switch` and `try`: which of several statements runs. */
export abstract class BranchBinder extends LoopBinder {
  protected abstract sequence(body: readonly Statement[]): StatementStep;

  protected branch(node: Node<"if">): StatementStep {
    const { run: condition, quick } = convertTo(this.bind(node.condition), builtin.bool);
    const yes = this.inScope(undefined, () => this.statement(node.yes));
    const no =
      node.no === undefined ? undefined : this.inScope(undefined, () => this.statement(node.no as Statement));
    return {
      ends: yes.ends && no?.ends === true,
      run: written<Execute>(
        (frame) => (condition(frame) ? yes.run(frame) : (no?.run(frame) ?? "next")),
        (writer) =>
          `if(${writer.value(condition)}){${writer.statement(yes.run)}}else{${no === undefined ? "" : writer.statement(no.run)}}`,
      ),
      quick: quickBranch(quick, yes.quick, no === undefined ? "none" : no.quick),
    };
  }

  protected switch(node: Node<"switch">): StatementStep {
    const value = this.bind(node.value);
    const sections = this.inScope(undefined, () =>
      node.sections.map((section) =>
        this.inScope(undefined, () => {
          const labels = section.labels.map(({ pattern, when }) => ({
            matches: pattern === undefined ? undefined : this.pattern(pattern, value.type),
            when: when === undefined ? undefined : this.condition(when),
          }));
          const step = this.sequence(section.body);
          if (!step.ends)
            throw new ExpressionRefusal(
              "Control cannot fall through from one case to another.",
              section.labels[0]?.at ?? node.at,
            );
          return { labels, step, breaks: mentionsBreak(section.body) };
        }),
      ),
    );
    const fallback = sections.find(({ labels }) => labels.some(({ matches }) => matches === undefined));
    return {
      ends: fallback !== undefined && sections.every(({ step, breaks }) => step.ends && !breaks),
      run: (frame) => {
        const subject = value.run(frame);
        const hit =
          sections.find(({ labels }) =>
            labels.some(
              ({ matches, when }) =>
                matches?.(frame, subject) === true && (when === undefined || when(frame) === true),
            ),
          ) ?? fallback;
        const signal = hit?.step.run(frame) ?? "next";
        return signal === "break" ? "next" : signal;
      },
    };
  }

  protected try(node: Node<"try">): StatementStep {
    const body = this.statement(node.body);
    const catches = node.catches.map((clause) => this.inScope(undefined, () => this.catchClause(clause)));
    const last = node.last === undefined ? undefined : this.statement(node.last);
    const attempt: Execute = (frame) => {
      const { depth } = frame.machine;
      try {
        return body.run(frame);
      } catch (error) {
        if (!(error instanceof CsException)) throw error;
        error.offset ??= frame.machine.offset;
        frame.machine.depth = depth;
        const clause = catches.find(({ matches }) => matches(frame, error));
        if (clause === undefined) throw error;
        frame.machine.caught.push(error);
        try {
          return clause.step.run(frame);
        } finally {
          frame.machine.caught.pop();
        }
      }
    };
    const run: Execute = (frame) => {
      if (last === undefined) return attempt(frame);
      try {
        return attempt(frame);
      } finally {
        const kept = frame.machine.returned;
        last.run(frame);
        frame.machine.returned = kept;
      }
    };
    return { run, ends: last?.ends === true || (body.ends && catches.every(({ step }) => step.ends)) };
  }

  private catchClause(clause: CatchClause) {
    const type = clause.type === undefined ? getType("Exception") : this.resolve(clause.type);
    const write =
      clause.variable === undefined ? undefined : this.writer(this.declare(clause.variable, type, clause.at));
    const when = clause.when === undefined ? undefined : this.condition(clause.when);
    const step = this.statement(clause.body);
    const matches = (frame: Frame, error: CsException): boolean => {
      if (!isInstance(error, type)) return false;
      write?.(frame, error);
      return when === undefined || when(frame) === true;
    };
    return { matches, step };
  }
}

function mentionsBreak(body: readonly Statement[]): boolean {
  return body.some((node) => {
    if (node.kind === "break") return true;
    if (node.kind === "block") return mentionsBreak(node.body);
    if (node.kind === "if") return mentionsBreak([node.yes, ...(node.no === undefined ? [] : [node.no])]);
    if (node.kind === "try") return mentionsBreak([node.body, ...node.catches.map((clause) => clause.body)]);
    return false;
  });
}
