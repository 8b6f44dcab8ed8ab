import type { Problem } from "../../infra/problem";
import { parseTopology } from "../../infra/topology/parse";

/** A small valid fleet; tests edit one line of it. */
export const base = `environment: test
workload: aoai
gateway:
  location: swedencentral
  publisher: { name: Contoso, email: ai@contoso.example }
  sku: { name: StandardV2, units: 1 }
network: { access: private, addressSpace: 10.0.0.0/22 }
models:
  gpt-5.4: { version: "2026-03-05", ptu: DataZoneProvisionedManaged, payg: DataZoneStandard }
  text-embedding-3-large: { version: "1", payg: Standard }
regions:
  swedencentral:
    deployments:
      gpt-5.4: { ptu: 15, payg: 50 }
      text-embedding-3-large: { payg: 50 }
  eastus2:
    priority: 2
    deployments:
      gpt-5.4: { payg: 50 }
fineTuned:
  claims: { region: swedencentral, model: gpt-4.1-mini.ft-1, version: "1", payg: { sku: Standard, capacity: 10 } }
consumers:
  app: { tokensPerMinute: 1000 }
`;

export type Edit = readonly [from: string, to: string];

/** An edit that breaks a rule, all that is then said, and, where it is close by, an edit that keeps the rule. */
export interface Case {
  readonly when: string;
  readonly edits: readonly Edit[];
  readonly says: readonly string[];
  readonly fine?: readonly Edit[];
}

/** The text with each edit done once. An edit that finds nothing would test nothing, so it is refused. */
export function edited(text: string, ...edits: readonly Edit[]): string {
  let result = text;
  for (const [from, to] of edits) {
    if (!result.includes(from)) throw new Error(`the text has no \`${from}\``);
    result = result.replace(from, () => to);
  }
  return result;
}

/** Everything that is said about a text, one line each; without a day nothing that depends on it. */
export function said(text: string, today?: string): string[] {
  const checked = parseTopology(text, "stacks/test.yaml", today);
  return (checked.ok ? checked.warnings : checked.problems).map(asLine);
}

/** `14:15 error ptu-step regions.…: message | remedy`. */
export function asLine({ severity, rule, position, path, message, remedy }: Problem): string {
  return `${position.line}:${position.column} ${severity} ${rule} ${path}: ${message} | ${remedy}`;
}
