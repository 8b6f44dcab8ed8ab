import { closest } from "apim-gateway/text";
import { listed } from "../describe";
import type { Finding } from "../finding";
import { error, type Fleet, warning } from "./rule";

/** A filter or a list that is named exists: in the file, as Azure's own, or in an account that exists already. */
export function* contentFilters({ file, topology }: Fleet): Iterable<Finding> {
  const own = Object.keys(file.raiPolicies);
  // What a misspelt name was meant to be is not called unused besides: that would be two problems of one cause.
  const named = new Set(Object.values(file.models).map(({ raiPolicy }) => raiPolicy));
  for (const [model, { raiPolicy }] of Object.entries(file.models)) {
    if (raiPolicy === undefined || raiPolicy.startsWith("Microsoft.") || own.includes(raiPolicy)) continue;
    const makers = topology.accounts.filter(
      ({ existing, deployments }) =>
        !existing && deployments.some((deployment) => deployment.model === model && !deployment.existing),
    );
    if (makers.length === 0) continue;
    const meant = closest(raiPolicy, own);
    if (meant !== undefined) named.add(meant);
    yield error(
      "unknown-content-filter",
      ["models", model, "raiPolicy"],
      `nothing creates the content filter \`${raiPolicy}\` in ${listed(makers.map(({ region }) => region))}; \`raiPolicies\` defines ${own.length === 0 ? "none" : listed(own)}.`,
      meant === undefined
        ? `Define \`${raiPolicy}\` under \`raiPolicies\`, or name one of Azure's, such as \`Microsoft.DefaultV2\`.`
        : `Did you mean \`${meant}\`?`,
    );
  }
  yield* unfiltered(file);
  const lists = Object.keys(file.blocklists);
  const used = new Set<string>();
  for (const [policy, { base, blocklists }] of Object.entries(file.raiPolicies)) {
    if (!base.startsWith("Microsoft."))
      yield error(
        "unknown-content-filter",
        ["raiPolicies", policy, "base"],
        `the base \`${base}\` is none of Azure's filters, whose names start with \`Microsoft.\`.`,
        "Write `Microsoft.DefaultV2`, or leave `base` out.",
      );
    for (const [index, name] of (blocklists ?? []).entries()) {
      used.add(name);
      if (lists.includes(name)) continue;
      const meant = closest(name, lists);
      if (meant !== undefined) used.add(meant);
      yield error(
        "unknown-blocklist",
        ["raiPolicies", policy, "blocklists", index],
        `the file has no blocklist \`${name}\`; it has ${lists.length === 0 ? "none" : listed(lists)}.`,
        meant === undefined
          ? `Define \`${name}\` under \`blocklists\`, or remove it here.`
          : `Did you mean \`${meant}\`?`,
      );
    }
  }
  for (const [name, { terms, patterns }] of Object.entries(file.blocklists)) {
    if (terms === undefined && patterns === undefined)
      yield error(
        "empty-blocklist",
        { key: ["blocklists", name] },
        `the blocklist \`${name}\` stops nothing.`,
        "Give it `terms` or `patterns`.",
      );
    for (const [index, pattern] of (patterns ?? []).entries()) {
      const fault = patternFault(pattern);
      if (fault === undefined) continue;
      yield warning(
        "blocklist-pattern",
        ["blocklists", name, "patterns", index],
        `\`${pattern}\` does not read as a regular expression: ${fault}.`,
        "Mend it, or put a phrase that is meant as it is under `terms`.",
      );
    }
    if (!used.has(name))
      yield warning(
        "unused-blocklist",
        { key: ["blocklists", name] },
        `no content filter names the blocklist \`${name}\`, so it is made nowhere.`,
        "Name it under `blocklists` of a policy in `raiPolicies`, or remove it.",
      );
  }
  for (const policy of own) {
    if (named.has(policy)) continue;
    yield warning(
      "unused-content-filter",
      { key: ["raiPolicies", policy] },
      `no model names the content filter \`${policy}\`, so it is made nowhere.`,
      `Write \`raiPolicy: ${policy}\` at a model, or remove it.`,
    );
  }
}

/** Azure's policy without any filter, by whatever way a model comes to it. Microsoft grants it on application only. */
const NO_FILTER = "Microsoft.Nil";

function* unfiltered({ models, raiPolicies }: Fleet["file"]): Iterable<Finding> {
  const places = [
    ...Object.entries(models).map(
      ([model, { raiPolicy }]) => [["models", model, "raiPolicy"], raiPolicy] as const,
    ),
    ...Object.entries(raiPolicies).map(
      ([policy, { base }]) => [["raiPolicies", policy, "base"], base] as const,
    ),
  ];
  for (const [path, name] of places) {
    if (name?.toLowerCase() !== NO_FILTER.toLowerCase()) continue;
    yield warning(
      "no-content-filter",
      path,
      `\`${name}\` filters nothing, neither prompts nor answers; Microsoft grants it on application only.`,
      "Write `Microsoft.DefaultV2`, or leave it out, unless this was decided.",
    );
  }
}

/**
 * Why a pattern is no regular expression; `undefined`: it is one. Microsoft does not name the dialect, so this is a
 * warning, and inline flags such as `(?i)`, which JavaScript lacks, are let through.
 */
function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern.replace(/\(\?[a-z]+\)/gi, ""));
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: \/.*\/\w*: /s, "").toLowerCase();
  }
}
