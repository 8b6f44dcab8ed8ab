import type { PolicyDefinition } from "../../pipeline/policy";

/** `set-variable`: a literal is always a `System.String`; an expression keeps the type of its value. */
export const setVariable: PolicyDefinition = {
  name: "set-variable",
  compile(element, compiler) {
    const name = compiler.text(element, "name");
    const value = compiler.value(element, "value");
    return (exchange) => {
      exchange.variables.set(name(exchange), value(exchange));
      return undefined;
    };
  },
};
