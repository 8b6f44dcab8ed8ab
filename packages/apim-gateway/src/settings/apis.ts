import { type SettingRows, type ValuesOf, words } from "./row";

/** Finding the API, the operation and the caller of a request: what Microsoft does not document, or has changed. */
export const apiSettings = {
  urlCase: {
    default: "ignored",
    values: words("ignored", "exact"),
    meaning: "letter case of API paths, path versions and the literal parts of templates",
    source: "not documented; the service ignores it, as samples rely on",
  },
  shorterApiPath: {
    default: "not-tried",
    values: words("not-tried", "tried"),
    meaning: "whether an API with a shorter path is asked when the one with the longest has no operation",
    source: "not documented",
  },
  methodMismatch: {
    default: "next-template",
    values: words("next-template", "not-found"),
    meaning: "the best template lacks the method: the next best one is asked, or the answer is 404",
    source: "not documented; that no match at all is 404 and not 405 is public knowledge",
  },
  headMethod: {
    default: "own-operation",
    values: words("own-operation", "get"),
    meaning: "whether HEAD needs an operation of its own, or takes the one for GET",
    source: "not documented; a method without operation is answered with 404",
  },
  trailingSlash: {
    default: "ignored",
    values: words("ignored", "significant"),
    meaning: "whether `/items/` matches an operation `/items`",
    source: "documented in the FAQ: one operation accepts both",
  },
  templateQuery: {
    default: "required",
    values: words("required", "optional"),
    meaning: "whether a request must have the query parameters of a template",
    source: "documented for import: required query parameters become required template parameters",
  },
  templateQueryCase: {
    default: "ignored",
    values: words("ignored", "exact"),
    meaning: "letter case of a template's query parameters and their literal values",
    source: "an answer of Azure's support; not in the documentation",
  },
  wildcardParameter: {
    default: "absent",
    values: words("absent", "star"),
    meaning: "`context.Request.MatchedParameters` of `/*`: nothing, or the rest of the path under `*`",
    source: "not documented",
  },
  unknownVersion: {
    default: "not-found",
    values: words("not-found", "original"),
    meaning: "a header or query version that no API has: 404, or the API without a version",
    source: "services answer 404; with an original version beside it not documented",
  },
  versionCase: {
    default: "ignored",
    values: words("ignored", "exact"),
    meaning: "letter case of versions in headers and query parameters",
    source: "not documented",
  },
  optionalKey: {
    default: "used",
    values: words("used", "ignored"),
    meaning: "a key for an API that needs none: it says who calls and is checked, or it is as if absent",
    source: "documented: a valid key can still be used, and another one is denied",
  },
  invalidKeyOpenProduct: {
    default: "ignored",
    values: words("ignored", "denied"),
    meaning: "a wrong key for an API in a product without subscriptions: as if absent, or denied",
    source: "the documentation of 2024 says ignored, the one of 2023 denied",
  },
  unpublishedProduct: {
    default: "usable",
    values: words("usable", "unusable"),
    meaning: "whether a product that is not published gives access",
    source: "documented: access is the same whether the product is published or not",
  },
  emptyKey: {
    default: "missing",
    values: words("missing", "invalid"),
    meaning: "an empty key: none, or a wrong one",
    source: "not documented",
  },
  contextSubscriptionKey: {
    default: "used",
    values: words("used", "primary"),
    meaning: "`context.Subscription.Key`: the key of the request, or the primary one",
    source: "not documented",
  },
  contextApiPath: {
    default: "slash",
    values: words("slash", "plain"),
    meaning:
      "`context.Api.Path` of an API whose path is `openai`: `/openai`, or without the slash; of one without a path: nothing",
    source:
      "not documented; deployed policies take its length from the front of the caller's path, or put it after a host, and the mock of Microsoft's policy toolkit begins with a slash",
  },
  deploymentServiceId: {
    default: "id",
    values: words("id", "name"),
    meaning: "`context.Deployment.ServiceId`: the resource id of the service, or its name",
    source: "not documented",
  },
  carbonIntensity: {
    default: "NotAvailable",
    values: words("NotAvailable", "VeryLow", "Low", "Medium", "High", "VeryHigh"),
    meaning: "`context.Deployment.SustainabilityInfo.CurrentCarbonIntensity`",
    source: "documented, in preview: the category of the service's region; nobody measures it here",
  },
  deploymentCertificateKey: {
    default: "thumbprint",
    values: words("thumbprint", "id"),
    meaning: "what finds a certificate in `context.Deployment.Certificates`",
    source: "not documented; deployed policies give the thumbprint, and one says that the name does not work",
  },
} as const satisfies SettingRows;

export type ApiSettings = ValuesOf<typeof apiSettings>;
