import { limits, type NameLimit, Naming, SUFFIX_LENGTH, slug } from "../../naming";
import type { Finding } from "../finding";
import type { Path } from "../path";
import { SUFFIX } from "../topology";
import { accountPathOf, error, type Fleet } from "./rule";

/** Every name that is composed from the file is one that Azure accepts. Names are never cut: two could become one. */
export function* nameLimits({ file, topology }: Fleet): Iterable<Finding> {
  const naming = new Naming(file.workload, file.environment, file.nameSuffix);
  const { hub } = naming;
  const workload = { key: ["workload"] };
  yield* check(workload, limits.resourceGroup, hub.resourceGroup());
  yield* check(workload, limits.identity, hub.identity());
  yield* check(workload, limits.virtualNetwork, hub.virtualNetwork());
  yield* check(workload, limits.workspace, hub.workspace());
  if (file.gateway.existing === undefined) yield* check(workload, limits.service, hub.service());
  for (const account of topology.accounts) {
    if (account.existing) continue;
    const place = { key: accountPathOf(account) };
    yield* check(place, limits.resourceGroup, account.resourceGroup);
    yield* check(place, limits.account, account.name);
    yield* check(place, limits.subdomain, account.subdomain);
    if (file.network.access === "private") yield* check(place, limits.privateEndpoint, `pep-${account.name}`);
  }
  for (const account of topology.accounts) {
    for (const deployment of account.deployments) {
      if (!deployment.existing)
        yield* check(
          { key: sourceOf(account.fineTuned, deployment.model) },
          limits.deployment,
          deployment.name,
        );
    }
  }
  for (const consumer of topology.consumers) {
    yield* check(
      { key: ["consumers", consumer.name] },
      limits.gatewayChild,
      naming.gatewayChild(consumer.name),
    );
  }
}

const sourceOf = (fineTuned: boolean, model: string): Path => [fineTuned ? "fineTuned" : "models", model];

function* check(place: { key: Path }, limit: NameLimit, name: string): Iterable<Finding> {
  const filled = name.replace(SUFFIX, "x".repeat(SUFFIX_LENGTH));
  const shown = name.replace(SUFFIX, "<suffix>");
  if (filled.length > limit.max) {
    const excess = filled.length - limit.max;
    yield error(
      "name-too-long",
      place,
      `the ${limit.what} would be named \`${shown}\`: ${filled.length} characters, ${limit.max} are allowed.`,
      `Shorten \`workload\`, \`environment\`${place.key[0] === "workload" ? "" : " or this name"} by ${excess} ${excess === 1 ? "character" : "characters"}.`,
    );
  } else if (!limit.pattern.test(filled)) {
    yield error(
      "name-characters",
      place,
      `the ${limit.what} would be named \`${shown}\`, which has characters that Azure does not accept there.`,
      "Choose a name of letters, digits and single hyphens.",
    );
  }
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
