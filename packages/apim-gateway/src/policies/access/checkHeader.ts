import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import { statusGetter } from "../../pipeline/statusGetter";
import { shownHeader } from "./masked";
import { allOf } from "./textLists";

/** @see https://learn.microsoft.com/azure/api-management/check-header-policy */
export const checkHeader: PolicyDefinition = {
  name: "check-header",
  limits: "`LastError.Message` does not show the value of a header that carries a credential",
  compile(element, compiler) {
    const header = compiler.text(element, "name");
    const status = statusGetter(element, "failed-check-httpcode", 401, compiler);
    const answer = compiler.text(element, "failed-check-error-message");
    const ignoreCase = compiler.boolean(element, "ignore-case", false);
    const allowed = allOf(element.children.map((child) => compiler.content(child)));

    const refuse = (exchange: Exchange, reason: string, message: string): never => {
      throw new PolicyFailure({ reason, message, status: status(exchange), answer: answer(exchange) });
    };

    return (exchange) => {
      const name = header(exchange);
      const value = exchange.request.headers.get(name);
      if (value === undefined || value === "")
        return refuse(
          exchange,
          "HeaderNotFound",
          `Header ${name} was not found in the request. Access denied.`,
        );
      const texts = allowed(exchange);
      if (texts.length === 0) return undefined;
      const found = [value, ...(exchange.request.headers.values(name) ?? [])];
      const matches = ignoreCase(exchange)
        ? texts.some((text) => found.some((each) => each.toLowerCase() === text.toLowerCase()))
        : texts.some((text) => found.includes(text));
      if (matches) return undefined;
      return refuse(
        exchange,
        "HeaderValueNotAllowed",
        `Header ${name} value of ${shownHeader(name, value)} is not allowed. Access denied.`,
      );
    };
  },
};
