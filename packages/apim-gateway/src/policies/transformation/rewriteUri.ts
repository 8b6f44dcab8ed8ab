import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import { type FillUri, mergeQueries, parseUriTemplate, queryNamesOf } from "./uriTemplate";

/** More than an API has operations; the parsed form of any further one is not kept. */
const mostTemplates = 200;

const none: ReadonlySet<string> = new Set();

/** `rewrite-uri`: path and query of the request, as the backend will see them behind its base URL. */
export const rewriteUri: PolicyDefinition = {
  name: "rewrite-uri",
  compile: (element, compiler) => {
    const templateOf = compiler.text(element, "template");
    const parsed = new Map<string, FillUri>();
    const fillerOf = (exchange: Exchange): FillUri => {
      const template = templateOf(exchange);
      const found = parsed.get(template);
      if (found !== undefined) return found;
      if (/^[a-z][a-z0-9+.-]*:\/\//i.test(template))
        throw failure(`The template of rewrite-uri is a whole URL: ${template}. It must be a path.`);
      const made = parseUriTemplate(template);
      // An expression may give every request another one.
      if (parsed.size < mostTemplates) parsed.set(template, made);
      return made;
    };
    const copiesOf = compiler.boolean(element, "copy-unmatched-params", true);
    const duplicates = compiler.settings.rewriteDuplicates === "both";
    const names = new Map<string, ReadonlySet<string>>();
    const matchedBy = (urlTemplate: string): ReadonlySet<string> => {
      let found = names.get(urlTemplate);
      if (found === undefined) {
        found = queryNamesOf(urlTemplate);
        names.set(urlTemplate, found);
      }
      return found;
    };
    return (exchange) => {
      const { url, matchedParameters } = exchange.request;
      const filled = fillerOf(exchange)(matchedParameters);
      if ("missing" in filled)
        throw failure(
          `The template of rewrite-uri has the parameter '${filled.missing}', which the operation does not.`,
        );
      const { operation } = exchange.parts;
      const query = copiesOf(exchange)
        ? mergeQueries(
            filled.query,
            url.search,
            operation === undefined ? none : matchedBy(operation.urlTemplate),
            duplicates,
          )
        : filled.query;
      url.path = filled.path;
      url.setQuery(query);
      return undefined;
    };
  },
};

const failure = (message: string) => new PolicyFailure({ reason: "InvalidUriTemplate", message });
