import type { Section } from "../../src/xml/policyTable/rules";
import { type PolicyGatewayOptions, policyGateway } from "../policies/policyGateway";

/** Fails with a status that no policy means. */
const failing = `<set-variable name="zero" value="@(1 / int.Parse("0"))" />`;

/** A lenient gateway with policies in one section, and all that they name; a request reaches that section. */
export function tolerant(section: Section, policies: string, options: PolicyGatewayOptions = {}) {
  const base = "<base />";
  return policyGateway({
    lenient: true,
    fragments: { shared: `<fragment><set-variable name="f" value="1" /></fragment>` },
    loggers: { hub: {} },
    backends: [{ name: "e", properties: { url: "https://e.example", protocol: "http" } }],
    inbound: section === "inbound" ? `${base}${policies}` : section === "on-error" ? failing : base,
    backend: section === "backend" ? `${policies}<forward-request />` : "<forward-request />",
    outbound: section === "outbound" ? `${base}${policies}` : base,
    onError: section === "on-error" ? policies : base,
    ...options,
  });
}
