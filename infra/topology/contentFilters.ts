import type { TopologyFile } from "./schema";
import type { ContentFilter, Topology } from "./topology";

type FilePolicy = TopologyFile["raiPolicies"][string];

const severities = { hate: "Hate", sexual: "Sexual", violence: "Violence", selfharm: "Selfharm" } as const;

/** What Azure calls them, and on which way it looks for them (content filtering, concepts, 2026). */
const checks = {
  jailbreak: ["Jailbreak", "Prompt"],
  indirectAttack: ["Indirect Attack", "Prompt"],
  protectedText: ["Protected Material Text", "Completion"],
  protectedCode: ["Protected Material Code", "Completion"],
  profanity: ["Profanity", "Completion"],
} as const;

const levels = { low: "Low", medium: "Medium", high: "High" } as const;

/** The filters of a policy in Azure's words, in a fixed order. What the file does not say is the base's. */
export function contentFilters(policy: FilePolicy): ContentFilter[] {
  const graded = Object.entries(severities).flatMap(([key, name]) => {
    const said = policy[key as keyof typeof severities];
    const sides = typeof said === "string" ? { prompt: said, completion: said } : said;
    return (["prompt", "completion"] as const).flatMap((side): ContentFilter[] => {
      const level = sides?.[side];
      if (level === undefined) return [];
      const source = side === "prompt" ? "Prompt" : "Completion";
      return level === "off"
        ? [{ name, source, enabled: false, blocking: false }]
        : [{ name, source, enabled: true, blocking: true, severityThreshold: levels[level] }];
    });
  });
  const looked = Object.entries(checks).flatMap(([key, [name, source]]): ContentFilter[] => {
    const said = policy[key as keyof typeof checks];
    return said === undefined ? [] : [{ name, source, enabled: said !== "off", blocking: said === "block" }];
  });
  return [...graded, ...looked];
}

/** The filters of the file that deployments of an account name, with the lists that they name. */
export function filtersOf(
  { raiPolicies, blocklists }: Topology,
  deployments: readonly { readonly raiPolicy: string | undefined; readonly existing: boolean }[],
): { readonly policies: Topology["raiPolicies"]; readonly lists: Topology["blocklists"] } {
  const named = new Set(deployments.filter(({ existing }) => !existing).map(({ raiPolicy }) => raiPolicy));
  const policies = raiPolicies.filter(({ name }) => named.has(name));
  const listed = new Set(policies.flatMap((policy) => policy.blocklists));
  return { policies, lists: blocklists.filter(({ name }) => listed.has(name)) };
}
