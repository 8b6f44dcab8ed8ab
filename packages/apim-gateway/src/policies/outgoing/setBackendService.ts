import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";

const ELSEWHERE = ["sf-", "dapr-"];

/** Neither a URL nor something that is filled in before it is deployed. */
const isRelative = (url: string) =>
  url !== "" && !/^https?:\/\//i.test(url) && !/[{}$<>%#@]|__|^[A-Z0-9_]+$/.test(url);

/** `set-backend-service`: a backend or pool by id, or a base URL. The last one before `forward-request` counts. */
export const setBackendService: PolicyDefinition = {
  name: "set-backend-service",
  limits: "Service Fabric and Dapr attributes are refused when reached",
  compile(element, compiler) {
    const foreign = element.attributes.find(({ name }) =>
      ELSEWHERE.some((prefix) => name.startsWith(prefix)),
    );
    if (foreign !== undefined)
      return compiler.unsupported(`\`${foreign.name}\` of set-backend-service is not executed here.`);
    const id = compiler.optionalText(element, "backend-id");
    const base = compiler.text(element, "base-url");
    if (id?.constant !== undefined) compiler.namesBackend(id.constant);
    if (id !== undefined)
      return (exchange) => {
        const name = id(exchange);
        exchange.backendChoice = { kind: "backend", id: name };
        exchange.recorder?.note(`requests go to backend ${name}`);
        return undefined;
      };
    if (base.constant !== undefined && isRelative(base.constant))
      compiler.report(
        "warning",
        "relative-base-url",
        `The base URL '${base.constant}' is not absolute: a request that reaches it fails. Write 'https://${base.constant}' if that is meant.`,
        element,
      );
    return (exchange) => {
      const url = base(exchange);
      if (!/^https?:\/\/[^/?#]+/i.test(url))
        throw new PolicyFailure({
          reason: "InvalidBaseUrl",
          message: `The base URL '${url}' is not absolute.`,
        });
      exchange.backendChoice = { kind: "url", base: url };
      exchange.recorder?.note(`requests go to ${url}`);
      return undefined;
    };
  },
};
