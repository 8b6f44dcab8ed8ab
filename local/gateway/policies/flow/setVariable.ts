import type { PolicyDefinition } from "../../pipeline/policy";

/** `set-variable`: a literal is always a `System.String`; an expression keeps the type of its value. */
export const setVariable: PolicyDefinition = {
  name: "set-variable",
  compile(element, compiler) {
    const name = compiler.text(element, "name");
    const value = compiler.value(element, "value");
    const fixed = name.constant;
    const literal = value.constant;
    const isLiteral = literal !== undefined;
    return (exchange) => {
      const variable = fixed ?? name(exchange);
      const given = isLiteral ? literal : value(exchange);
      exchange.variables.set(variable, given);
      exchange.recorder?.note(typeof given === "string" && isLiteral ? `${variable} = ${given}` : variable);
      return undefined;
    };
  },
};
