import { dirname, join } from "node:path";
import type { GatewayProblem, PolicyText } from "apim-gateway/check";
import { Naming } from "../naming";
import type { Problem } from "../problem";
import { bearerKeys } from "../rendering/bearerKeys";
import { companyFragmentId, companyFragmentXml } from "../rendering/companyFragments";
import { FRAGMENT_LIMIT } from "../rendering/fragmentLimit";
import { planRouting } from "../routing/planRouting";
import type { CompanyPlace, CompanyPolicy } from "../topology/policyPlaces";
import type { Topology } from "../topology/topology";
import { elementRules, remedies, valueRules } from "./companyRules";

const sections: Readonly<Record<CompanyPlace, string>> = {
  before: "inbound",
  after: "inbound",
  outbound: "outbound",
  onError: "on-error",
};

/** What is told in other words, or by a rule of ours. */
const toldOtherwise: ReadonlySet<string> = new Set(["nested-fragment", "document-size"]);
/** What API Management takes, and its owner may want all the same. */
const wished: ReadonlySet<string> = new Set(["stream-held-back"]);
/** What the owner of an existing service may have made. */
const ownersNames: ReadonlySet<string> = new Set(["unknown-backend", "unknown-named-value"]);

/**
 * What is wrong with a company's own policies, each at its place in its own file: what API Management would refuse, and
 * what would break the fleet's policies or be broken by them. In the order in which a request meets them.
 */
export function companyProblems(topology: Topology): Problem[] {
  if (topology.policies.length === 0) return [];
  const plan = planRouting(topology);
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const names: Names = {
    backends: [...plan.backends, ...plan.pools].map(({ id }) => id),
    namedValues: [
      naming.gatewayChild("identity-client-id"),
      ...bearerKeys(topology, naming).map(({ namedValue }) => namedValue),
    ],
  };
  return topology.policies.flatMap((policy) => problemsOf(policy, topology, naming, names));
}

interface Names {
  readonly backends: readonly string[];
  readonly namedValues: readonly string[];
}

function problemsOf(policy: CompanyPolicy, topology: Topology, naming: Naming, names: Names): Problem[] {
  const { checkDocuments } = require("apim-gateway") as typeof import("apim-gateway");
  const { place, text } = policy;
  const file = join(dirname(topology.file), policy.name);
  const id = companyFragmentId(place, naming);
  const fragment: PolicyText = { file, text, scope: "fragment", name: id };
  // A fragment is judged by the section that includes it.
  const including = `<policies><${sections[place]}><include-fragment fragment-id="${id}" /></${sections[place]}></policies>`;
  const tier = topology.gateway.sku?.name ?? topology.gateway.existing?.tier;
  const found = checkDocuments([fragment, { file: "", text: including, scope: "api" }], {
    ...names,
    fragments: undefined,
    ...(tier === undefined ? {} : { gateway: tier.endsWith("V2") ? "v2" : "classic" }),
    rules: valueRules(place),
    childrenRules: [elementRules(place)],
  }).filter((problem) => problem.file === file && !toldOtherwise.has(problem.rule));
  const existing = topology.gateway.existing !== undefined;
  return [
    ...sizeProblems(policy, file, topology.environment),
    ...found.map((one) => problemOf(one, policy, existing)),
  ];
}

function problemOf(found: GatewayProblem, { key }: CompanyPolicy, existing: boolean): Problem {
  const { file, line, column, rule, message, page } = found;
  const base = { rule, position: { file, line, column }, path: key };
  if (existing && ownersNames.has(rule))
    return {
      ...base,
      severity: "warning",
      message: `${message} Nothing of this fleet makes it.`,
      remedy: "Make sure that the service has it before this is deployed.",
    };
  return {
    ...base,
    severity: wished.has(rule) ? "warning" : found.severity,
    message,
    remedy:
      remedies[rule] ??
      `See https://learn.microsoft.com/azure/api-management/${page ?? "api-management-policies"}.`,
  };
}

/** API Management counts what is sent, with the line that says where it comes from. */
function sizeProblems(policy: CompanyPolicy, file: string, environment: string): Problem[] {
  const bytes = Buffer.byteLength(companyFragmentXml(policy, environment));
  if (bytes <= FRAGMENT_LIMIT) return [];
  return [
    {
      severity: "error",
      rule: "document-size",
      position: { file, line: 1, column: 1 },
      path: policy.key,
      message: `the policy would be a fragment of ${bytes} bytes; API Management takes ${FRAGMENT_LIMIT}.`,
      remedy: remedies["document-size"] as string,
    },
  ];
}
