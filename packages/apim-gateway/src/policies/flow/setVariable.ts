import { VariableName } from "../../csharp/host/variableName";
import type { PolicyDefinition } from "../../pipeline/policy";

/** `set-variable`: a literal is always a `System.String`; an expression keeps the type of its value. */
export const setVariable: PolicyDefinition = {
  name: "set-variable",
  compile(element, compiler) {
    const name = compiler.text(element, "name");
    const value = compiler.value(element, "value");
    const fixed = name.constant === undefined ? undefined : new VariableName(name.constant);
    const literal = value.constant;
    const isLiteral = literal !== undefined;
    return (exchange) => {
      const variable = fixed ?? new VariableName(name(exchange));
      const given = isLiteral ? literal : value(exchange);
      exchange.variables.write(variable, given);
      exchange.recorder?.note(
        typeof given === "string" && isLiteral ? `${variable.text} = ${given}` : variable.text,
      );
      return undefined;
    };
  },
};
