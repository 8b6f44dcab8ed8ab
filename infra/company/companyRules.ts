import type { ChildrenRule, ValueRule } from "apim-gateway/check";
import { houseRules } from "../rendering/check/houseRules";
import { isOwnVariable } from "../rendering/ownVariables";
import type { CompanyPlace } from "../topology/policyPlaces";

/** Parts of policies that make a message of their own: what is set in them is not the request or the answer. */
const ownMessage: ReadonlySet<string> = new Set(["send-request", "send-one-way-request", "return-response"]);
const ofOurMessage = (within: readonly string[]): boolean => !within.some((name) => ownMessage.has(name));

/** Headers that a request to an account has from the fleet. */
const fleetsHeaders = /^(authorization|api-key|host|content-length|transfer-encoding)$/i;

/** What the fleet does itself, with the reason. */
const fleetsWork: Readonly<Record<string, string>> = {
  "set-backend-service": "the fleet chooses the backend of every attempt, and would overwrite this",
  "rewrite-uri": "the fleet writes the path that each account has",
  "include-fragment": "a fragment that includes a fragment is not documented",
};

/** Policies that take the body of an answer into memory. */
const holdsBack: ReadonlySet<string> = new Set([
  "set-body",
  "find-and-replace",
  "redirect-content-urls",
  "json-to-xml",
  "xml-to-json",
  "xsl-transform",
  "validate-content",
]);

/** What would break the fleet's own policies, or be broken by them, at a place. */
export function elementRules(place: CompanyPlace): ChildrenRule {
  return (element, _, { attributes, within }) => {
    const work = fleetsWork[element];
    if (work !== undefined)
      return [{ rule: "fleets-work", message: `'${element}' has no place here: ${work}.` }];
    if (element === "authentication-managed-identity" && place === "after" && within.length === 1)
      return attributes.includes("output-token-variable-name")
        ? []
        : [
            {
              rule: "fleets-header",
              message:
                "'authentication-managed-identity' without 'output-token-variable-name' overwrites the 'Authorization' that accounts are called with.",
            },
          ];
    if (element === "set-body" && place === "after" && ofOurMessage(within))
      return [
        {
          rule: "body-too-late",
          message: "'set-body' comes too late here: the fleet has read the body and sends what it read.",
        },
      ];
    if (place === "outbound" && holdsBack.has(element) && ofOurMessage(within))
      return [
        {
          rule: "stream-held-back",
          message: `'${element}' takes the whole answer into memory: a streamed one is held back until its end.`,
        },
      ];
    return [];
  };
}

export function valueRules(place: CompanyPlace): ValueRule[] {
  return [
    ...houseRules.map(
      (rule): ValueRule =>
        // Text with expressions inside is a matter of taste, which the fleet has for its own policies only.
        (value) =>
          rule(value).filter((fault) => fault.rule !== "expression-not-whole"),
    ),
    ({ element, attribute, text }) =>
      isVariableName(element, attribute) && isOwnVariable(text)
        ? [
            {
              rule: "fleets-variable",
              message: `The variable '${text}' is the fleet's own; what it does depends on it.`,
            },
          ]
        : [],
    ({ element, attribute, text, within }) =>
      place === "after" &&
      element === "set-header" &&
      attribute === "name" &&
      fleetsHeaders.test(text) &&
      ofOurMessage(within)
        ? [
            {
              rule: "fleets-header",
              message: `The header '${text}' of a call to an account is the fleet's own.`,
            },
          ]
        : [],
    ({ element, text, within }) =>
      place === "before" && element !== "set-body" && takesBodyAway.test(text) && ofOurMessage(within)
        ? [
            {
              rule: "body-taken-away",
              message:
                "'context.Request.Body.As' without 'preserveContent' takes the body away, and nothing would be left to send.",
            },
          ]
        : [],
    ({ text, kind }) =>
      place === "outbound" && kind !== "literal" && /context\s*\.\s*Response\s*\.\s*Body\b/.test(text)
        ? [
            {
              rule: "stream-held-back",
              message:
                "an expression that reads 'context.Response.Body' holds back a streamed answer until its end.",
            },
          ]
        : [],
  ];
}

const takesBodyAway =
  /context\s*\.\s*Request\s*\.\s*Body\s*\.\s*As(?:<[\w.]+>|FormUrlEncodedContent)\s*\(\s*\)/;

const isVariableName = (element: string, attribute: string | undefined): boolean =>
  (element === "set-variable" && attribute === "name") || attribute?.endsWith("variable-name") === true;

/** The way out of each problem, by its rule. */
export const remedies: Readonly<Record<string, string>> = {
  "fleets-work": "Remove it; to change where requests go, change the topology.",
  "fleets-header": "Set a header of another name, or keep the token in a variable of your own.",
  "fleets-variable": "Choose another name, such as one that starts with `company-`.",
  "body-too-late": "Do it in `inbound.before`, where the request is the caller's.",
  "body-taken-away": "Write `As<string>(preserveContent: true)`, with the type that you read.",
  "stream-held-back": "Remove it, or accept that nothing of this fleet streams any more.",
  secret: "Keep it in Key Vault, or call with the gateway's managed identity.",
  "comment-in-attribute": "Write it as `/* … */`, or outside of the attribute.",
  "kept-for-nothing": "Write a duration of at least 1.",
  "wrong-section": "Move it to a policy of a section that takes it: `inbound`, `outbound` or `onError`.",
  "wrong-scope": "Remove it: it cannot stand in the policy of an API.",
  "base-in-fragment": "Remove it: the owner's own policy runs before this one anyway.",
  "document-size": "Shorten it, or part it over `inbound.before` and `inbound.after`.",
  "unlisted-member": "Use what API Management's list of types and members for policy expressions has.",
  expression: "Mend the expression; API Management compiles it as C# 7 and refuses the policy otherwise.",
  "well-formed": "Mend the XML: in attributes `<` is `&lt;` and `&` is `&amp;`, except inside expressions.",
  "unknown-named-value": "Write the value itself; the fleet makes no named values of yours.",
  "unknown-backend": "Name a backend of `fleet plan`, or write the URL itself.",
};
