import type { Finding } from "../finding";
import { error, type Fleet } from "./rule";

/** An account that exists is one region's: deployments of two would be written to it at once, and counted twice. */
export function* existingOnce({ file }: Fleet): Iterable<Finding> {
  const owners = new Map<string, { region: string; subdomain: string }>();
  for (const [region, { existing: account }] of Object.entries(file.regions)) {
    if (account === undefined) continue;
    const subdomain = account.subdomain ?? account.account.toLowerCase();
    // Azure compares names without case.
    const id = `${account.resourceGroup}/${account.account}`.toLowerCase();
    const owner = owners.get(id);
    owners.set(id, owner ?? { region, subdomain });
    // Where the subdomain is the same too, the rule of names says so.
    if (owner === undefined || owner.subdomain === subdomain) continue;
    yield error(
      "account-twice",
      ["regions", region, "existing", "account"],
      `the account \`${account.account}\` in \`${account.resourceGroup}\` already serves ${owner.region}; an account lives in one region.`,
      "Name the account of this region, or remove the region.",
    );
  }
}

/** What exists already is used and never changed, so the file must not ask for a change of it. */
export function* existing({ file, topology }: Fleet): Iterable<Finding> {
  if (file.gateway.existing !== undefined && file.gateway.restore) {
    yield error(
      "restore-existing",
      { key: ["gateway", "restore"] },
      "the API Management service exists already, so there is nothing to restore.",
      "Remove `restore` or `existing`.",
    );
  }
  for (const account of topology.accounts) {
    const path = ["regions", account.region];
    const region = file.regions[account.region];
    if (account.fineTuned || region === undefined) continue;
    if (region.existing !== undefined && region.restore) {
      yield error(
        "restore-existing",
        { key: [...path, "restore"] },
        `the account in ${account.region} exists already, so there is nothing to restore.`,
        "Remove `restore` or `existing`.",
      );
    }
    if (region.existing !== undefined && !region.existing.ownDeployments) {
      for (const deployment of account.deployments) {
        if (deployment.existing) continue;
        yield error(
          "deployment-not-owned",
          { key: [...path, "deployments", deployment.model, deployment.tier] },
          `the account in ${account.region} exists already, and \`${deployment.name}\` would be created in it.`,
          `Name the deployment that is there, as in \`{ capacity: ${deployment.capacity}, existing: ${deployment.name} }\`, or set \`ownDeployments: true\` under \`existing\`.`,
        );
      }
    }
    if (region.existing === undefined) {
      for (const deployment of account.deployments) {
        if (!deployment.existing) continue;
        yield error(
          "existing-in-new-account",
          { key: [...path, "deployments", deployment.model, deployment.tier, "existing"] },
          `\`${deployment.name}\` is said to exist, but the account in ${account.region} is made by this file and starts empty.`,
          "Remove `existing` here, or name the account that holds it under the region's `existing`.",
        );
      }
    }
  }
}
