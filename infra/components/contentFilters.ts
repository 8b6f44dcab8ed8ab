import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices/index.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Topology } from "../topology/topology";
import { stableGuid } from "./stableGuid";

/** Where content filters are made. */
export interface ContentFilterArgs {
  readonly accountName: pulumi.Input<string>;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly policies: Topology["raiPolicies"];
  readonly lists: Topology["blocklists"];
}

/**
 * The content filters of an account with the lists that they name, lists first. One after another, for the reason that
 * deployments are: Azure takes one write on an account at a time.
 */
export function declareContentFilters(
  name: string,
  { accountName, resourceGroupName, policies, lists }: ContentFilterArgs,
  parent: pulumi.Resource,
): readonly pulumi.Resource[] {
  const made: pulumi.Resource[] = [];
  const options = () => ({ parent, dependsOn: [...made] });
  for (const list of lists) {
    const raiBlocklistName = list.name;
    made.push(
      new cognitiveservices.RaiBlocklist(
        `${name}-list-${list.name}`,
        { accountName, resourceGroupName, raiBlocklistName, properties: { description: list.description } },
        options(),
      ),
    );
    for (const { pattern, isRegex } of list.items) {
      // Named by what it stops, so that a change of one term touches no other.
      const item = stableGuid(pattern, String(isRegex)).slice(0, 18);
      made.push(
        new cognitiveservices.RaiBlocklistItem(
          `${name}-list-${list.name}-${item}`,
          {
            accountName,
            resourceGroupName,
            raiBlocklistName,
            raiBlocklistItemName: item,
            properties: { pattern, isRegex },
          },
          options(),
        ),
      );
    }
  }
  for (const policy of policies) {
    const blocklists = policy.blocklists.flatMap((blocklistName) =>
      ["Prompt", "Completion"].map((source) => ({ blocklistName, source, blocking: true })),
    );
    made.push(
      new cognitiveservices.RaiPolicy(
        `${name}-filter-${policy.name}`,
        {
          accountName,
          resourceGroupName,
          raiPolicyName: policy.name,
          properties: {
            basePolicyName: policy.base,
            mode: policy.mode,
            contentFilters: policy.filters.map((filter) => ({ ...filter })),
            ...(blocklists.length > 0 && { customBlocklists: blocklists }),
          },
        },
        options(),
      ),
    );
  }
  return made;
}
