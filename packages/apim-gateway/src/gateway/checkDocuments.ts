import type { GatewayProblem } from "../ports/problem";
import type { Api, Configuration, PolicySource, ReferredKind } from "../resources/configuration";
import { completeSettings } from "../settings/catalogue";
import { type CheckPoliciesOptions, checkPolicies, type PolicyText } from "../xml/checkPolicies";
import { compilePolicies } from "./compilePolicies";

/** What the compiler alone knows; of names and grammar `checkPolicies` knows more. */
const ofCode: ReadonlySet<string> = new Set(["expression", "expression-doubtful", "unlisted-member"]);

/** Beside the documents nothing is here: what they name is not looked for. */
const elsewhere: ReadonlySet<ReferredKind> = new Set(["namedValues", "fragments", "loggers", "backends"]);

/**
 * What `checkPolicies` says of documents that nobody has saved yet, and what the compiler says of the C# in them. The
 * documents are those of APIs and their fragments. Never throws.
 */
export function checkDocuments(
  documents: readonly PolicyText[],
  options: CheckPoliciesOptions = {},
): GatewayProblem[] {
  const { problems } = compilePolicies(configurationOf(documents, options), {
    settings: completeSettings({}).settings,
    strict: false,
  });
  const all = [...checkPolicies(documents, options), ...problems.filter(({ rule }) => ofCode.has(rule))];
  return all.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

function configurationOf(documents: readonly PolicyText[], options: CheckPoliciesOptions): Configuration {
  const source = ({ file, text, format = "rawxml" }: PolicyText): PolicySource => ({ file, format, text });
  const fragments = documents.filter(({ scope }) => scope === "fragment");
  return {
    service: { id: "", name: "", location: "", gateway: options.gateway ?? "v2", identities: undefined },
    elsewhere,
    apis: documents
      .filter(({ scope }) => scope === "api")
      .map((one): Api => ({ ...anyApi, id: one.file, policy: source(one) })),
    products: [],
    subscriptions: [],
    namedValues: new Map(),
    fragments: new Map(fragments.map((one) => [one.name ?? one.file, source(one)])),
    backends: [],
    certificates: [],
    authorities: { roots: [], intermediates: [] },
    loggers: new Map(),
    diagnostics: [],
    policy: undefined,
  };
}

const anyApi: Omit<Api, "id" | "policy"> = {
  displayName: "",
  path: "",
  revision: "1",
  isCurrent: true,
  version: undefined,
  versioning: undefined,
  serviceUrl: undefined,
  protocols: ["https"],
  subscriptionRequired: false,
  keyNames: { header: "", query: "" },
  operations: [],
  diagnostics: [],
};
