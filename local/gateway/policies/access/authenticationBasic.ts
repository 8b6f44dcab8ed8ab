import type { PolicyDefinition } from "../../pipeline/policy";

/** @see https://learn.microsoft.com/azure/api-management/authentication-basic-policy */
export const authenticationBasic: PolicyDefinition = {
  name: "authentication-basic",
  compile(element, compiler) {
    const username = compiler.text(element, "username");
    const password = compiler.text(element, "password");
    return (exchange) => {
      const credentials = Buffer.from(`${username(exchange)}:${password(exchange)}`, "utf8");
      exchange.request.headers.set("Authorization", `Basic ${credentials.toString("base64")}`);
      exchange.recorder?.note("Basic credentials are in the Authorization header.");
      return undefined;
    };
  },
};
