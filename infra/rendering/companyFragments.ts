import type { Naming } from "../naming";
import type { CompanyPlace, CompanyPolicy } from "../topology/policyPlaces";
import type { Topology } from "../topology/topology";
import { commentText } from "./literals";
import type { RenderedFragment } from "./policies";

const places: Readonly<Record<CompanyPlace, { readonly part: string; readonly description: string }>> = {
  before: {
    part: "company-inbound",
    description: "The company's own, of every request before it is routed",
  },
  after: {
    part: "company-inbound-after",
    description: "The company's own, of every request that goes to an account",
  },
  outbound: { part: "company-outbound", description: "The company's own, of every answer of an account" },
  onError: { part: "company-on-error", description: "The company's own, of every failure" },
};

/** The company's policies as fragments, so that a change of one is a change of one resource. */
export function companyFragments(topology: Topology, naming: Naming): RenderedFragment[] {
  return topology.policies.map((policy) => ({
    id: companyFragmentId(policy.place, naming),
    description: places[policy.place].description,
    xml: companyFragmentXml(policy, topology.environment),
    companys: true,
  }));
}

/** What the APIs include at each place; `null`: nothing. */
export function companyView(
  topology: Topology,
  naming: Naming,
): Readonly<Record<CompanyPlace, string | null>> {
  const id = (place: CompanyPlace) =>
    topology.policies.some((policy) => policy.place === place) ? companyFragmentId(place, naming) : null;
  return { before: id("before"), after: id("after"), outbound: id("outbound"), onError: id("onError") };
}

export const companyFragmentId = (place: CompanyPlace, naming: Naming): string =>
  naming.gatewayChild(places[place].part);

/** The file as it is, below a line that says where it comes from. Line ends are those of every generated document. */
export function companyFragmentXml({ name, text }: CompanyPolicy, environment: string): string {
  const banner = commentText(
    `Generated from ${name} for ${environment}. Do not edit: change that file and run \`npm run golden\`.`,
  );
  const own = text
    .replace(/^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?/, "")
    .replace(/\r\n?/g, "\n")
    .trimEnd();
  return `<!-- ${banner} -->\n${own}\n`;
}
