import { limits, type NameLimit, Naming, SUFFIX_LENGTH, slug } from "../../naming";
import type { Finding } from "../finding";
import type { Path } from "../path";
import { SUFFIX } from "../topology";
import { accountPathOf, error, type Fleet } from "./rule";

/** A composed name, the place in the file that makes it, and the keys that it is made of. */
interface Composed {
  readonly key: Path;
  readonly limit: NameLimit;
  readonly name: string;
  readonly parts: string;
}

/**
 * Every name that is composed from the file is one that Azure accepts. Names are never cut: two could become one. Of
 * several names that one key makes too long, the worst is told.
 */
export function* nameLimits(fleet: Fleet): Iterable<Finding> {
  const worst = new Map<string, { excess: number; finding: Finding }>();
  for (const composed of composedNames(fleet)) {
    const found = judge(composed);
    if (found === undefined) continue;
    const place = JSON.stringify(composed.key);
    if (found.excess > (worst.get(place)?.excess ?? -1)) worst.set(place, found);
  }
  for (const { finding } of worst.values()) yield finding;
}

function* composedNames({ file, topology }: Fleet): Iterable<Composed> {
  const naming = new Naming(file.workload, file.environment, file.nameSuffix);
  const { hub } = naming;
  const both = "`workload` or `environment`";
  const hubNames: [NameLimit, string][] = [
    [limits.resourceGroup, hub.resourceGroup()],
    [limits.identity, hub.identity()],
    [limits.virtualNetwork, hub.virtualNetwork()],
    [limits.workspace, hub.workspace()],
  ];
  if (file.gateway.existing === undefined) hubNames.push([limits.service, hub.service()]);
  for (const [limit, name] of hubNames) yield { key: ["workload"], limit, name, parts: both };
  for (const account of topology.accounts) {
    const key = accountPathOf(account);
    const parts = account.fineTuned ? "`workload`, `environment` or this name" : both;
    if (!account.existing) {
      yield { key, limit: limits.resourceGroup, name: account.resourceGroup, parts };
      yield { key, limit: limits.account, name: account.name, parts };
      yield { key, limit: limits.subdomain, name: account.subdomain, parts };
      if (file.network.access === "private") {
        yield { key, limit: limits.privateEndpoint, name: `pep-${account.name}`, parts };
      }
    }
    for (const { existing, model, name } of account.deployments) {
      if (existing) continue;
      const section = account.fineTuned ? "fineTuned" : "models";
      yield { key: [section, model], limit: limits.deployment, name, parts: "this name" };
    }
  }
  for (const { name } of topology.consumers) {
    const key = ["consumers", name];
    yield {
      key,
      limit: limits.gatewayChild,
      name: naming.gatewayChild(name),
      parts: "`workload` or this name",
    };
  }
}

function judge({ key, limit, name, parts }: Composed): { excess: number; finding: Finding } | undefined {
  const filled = name.replace(SUFFIX, "x".repeat(SUFFIX_LENGTH));
  const shown = `the ${limit.what} would be named \`${name.replace(SUFFIX, "<suffix>")}\``;
  const excess = filled.length - limit.max;
  if (excess > 0) {
    const message = `${shown}: ${filled.length} characters, ${limit.max} are allowed.`;
    const remedy = `Shorten ${parts} by ${excess} ${excess === 1 ? "character" : "characters"}.`;
    return { excess, finding: error("name-too-long", { key }, message, remedy) };
  }
  if (limit.pattern.test(filled)) return undefined;
  const message = `${shown}, which Azure does not accept.`;
  const remedy = "Start and end the name with a letter or digit, and use single hyphens between them.";
  return { excess: 0, finding: error("name-characters", { key }, message, remedy) };
}

/** Names stay different after they are reduced to what resource names allow. */
export function* uniqueNames({ file, topology }: Fleet): Iterable<Finding> {
  const slugs = new Map<string, Path>();
  for (const [section, models] of [
    ["models", file.models],
    ["fineTuned", file.fineTuned],
  ] as const) {
    for (const model of Object.keys(models)) {
      const reduced = slug(model);
      const first = slugs.get(reduced);
      if (first === undefined) slugs.set(reduced, [section, model]);
      else {
        yield error(
          "name-not-unique",
          { key: [section, model] },
          `the models \`${String(first[1])}\` and \`${model}\` both become \`${reduced}\` in resource names.`,
          "Rename one of the two; Azure's own name can stay in `name`.",
        );
      }
    }
  }
  const subdomains = new Map<string, string>();
  for (const account of topology.accounts) {
    const owner = subdomains.get(account.subdomain);
    subdomains.set(account.subdomain, account.key);
    if (owner === undefined) continue;
    yield error(
      "name-not-unique",
      { key: accountPathOf(account) },
      `the accounts of ${owner} and ${account.key} have the same subdomain \`${account.subdomain.replace(SUFFIX, "<suffix>")}\`.`,
      "Give one of them another subdomain or account.",
    );
  }
  for (const account of topology.accounts) {
    const names = new Map<string, string>();
    for (const deployment of account.deployments) {
      // Azure compares resource names without case.
      const key = deployment.name.toLowerCase();
      const other = names.get(key);
      names.set(key, deployment.model);
      if (other === undefined) continue;
      yield error(
        "name-not-unique",
        {
          key: [
            ...accountPathOf(account),
            ...(account.fineTuned ? [] : ["deployments", deployment.model]),
            deployment.tier,
          ],
        },
        `the account in ${account.region} would have two deployments named \`${deployment.name}\`, for \`${other}\` and \`${deployment.model}\`.`,
        "Rename one of the models, or name another existing deployment.",
      );
    }
  }
}
