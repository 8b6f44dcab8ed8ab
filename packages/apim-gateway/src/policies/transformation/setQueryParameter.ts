import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import { editQuery } from "./editQuery";
import { compileExistsAction } from "./setHeader";

/** `set-query-parameter`: of the request that goes to the backend. */
export const setQueryParameter: PolicyDefinition = {
  name: "set-query-parameter",
  compile: (element, compiler) => {
    const nameOf = compiler.text(element, "name");
    const actionOf = compileExistsAction(element, compiler);
    const valuesOf = element.children
      .filter(({ name }) => name === "value")
      .map((value) => compiler.content(value));
    const ignoreCase = compiler.settings.queryParameterNames === "ignore-case";
    return (exchange) => {
      const name = nameOf(exchange);
      if (name === "")
        throw new PolicyFailure({
          reason: "InvalidQueryParameter",
          message: "The name of the query parameter is empty.",
        });
      const action = actionOf(exchange);
      const values = action === "delete" ? [] : valuesOf.map((get) => get(exchange));
      const { url } = exchange.request;
      url.setQuery(editQuery(url.search, action, name, values, ignoreCase));
      return undefined;
    };
  },
};
