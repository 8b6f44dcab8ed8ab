import { VariableName } from "../../csharp/host/variableName";
import type { PolicyDefinition } from "../../pipeline/policy";

/**
 * Types that a variable may hold (set-variable-policy, "Allowed types"), then those that deployed samples put into one, and
 * those of which only the value tells.
 */
const held: ReadonlySet<string> = new Set(
  [
    "bool sbyte byte ushort uint ulong short int long decimal float double Guid string char DateTime TimeSpan",
    "JObject JArray JToken JValue JProperty IResponse",
    "object null",
  ].flatMap((types) => types.split(" ")),
);

/** `set-variable`: a literal is always a `System.String`; an expression keeps the type of its value. */
export const setVariable: PolicyDefinition = {
  name: "set-variable",
  compile(element, compiler) {
    const name = compiler.text(element, "name");
    const value = compiler.value(element, "value");
    const fixed = name.constant === undefined ? undefined : new VariableName(name.constant);
    const type = value.type?.replace("?", "");
    if (type !== undefined && !held.has(type))
      compiler.report(
        "warning",
        "variable-type",
        `A variable of type \`${type}\` is not documented: the reference lists numbers, text, \`bool\`, \`Guid\` and times, and samples that are deployed hold JSON and responses.`,
      );
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
