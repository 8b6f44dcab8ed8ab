import { monthlyOf } from "../cost/costOf";
import { monthlyText } from "../cost/report";
import { thousands } from "../topology/describe";
import type { Deployment } from "../topology/topology";
import type { Judge, Row, Seen } from "./row";
import { always, callersOf, fewer, names, never, pair, part, record, replaced } from "./row";

/** Regions, their accounts and what is deployed there, the most important first. */

const units: Readonly<Record<string, readonly [name: string, unit: string]>> = {
  ptu: ["PTU", ""],
  payg: ["PAYG", "k TPM"],
};

const tierName = (tier: string): string => units[tier]?.[0] ?? tier;

/** `PTU 100`, `PAYG 300k TPM`. */
function amount(tier: string, capacity: unknown): string {
  const [name, unit] = units[tier] ?? [tier, ""];
  return `${name} ${typeof capacity === "number" ? thousands(capacity) : "none"}${typeof capacity === "number" ? unit : ""}`;
}

/** PTU is billed by the hour, used or not: where it comes, a reviewer should know, though nothing is lost. */
const billed =
  (judge: Judge, hasPtu: (seen: Seen) => boolean): Judge =>
  (seen) => {
    const level = judge(seen);
    return level === "fine" && hasPtu(seen) ? "notable" : level;
  };

const isPtu = (tiers: unknown): boolean => record(tiers).ptu !== undefined;

/** What PTU costs, used or not: `, 80,300 USD a month by the prices of 2026-08-11`; without a known price that it is billed. */
function bill({ is }: Seen, isMeant: (deployment: Deployment, region: string) => boolean): string {
  const months = is.topology.accounts.flatMap(({ region, deployments }) =>
    deployments
      .filter((deployment) => deployment.tier === "ptu" && isMeant(deployment, region))
      .map((deployment) => monthlyOf(deployment, region)),
  );
  const known = months.filter((month) => month !== undefined);
  if (known.length === 0 || known.length < months.length) return ", billed by the hour";
  const dates = [...new Set(known.map(({ source }) => source.date))].sort();
  return `, then ${monthlyText(known.reduce((sum, { monthly }) => sum + monthly, 0))} by the prices of ${dates.join(" and ")}`;
}

/** The tiers of a model in one place: `PTU 100 and PAYG 300k TPM`. */
const tiersText = (tiers: unknown): string =>
  names(
    Object.entries(record(tiers))
      .filter(([tier]) => Object.hasOwn(units, tier))
      .map(([tier, deployment]) => amount(tier, record(deployment).capacity)),
    "no capacity",
  );

function heldText(region: unknown): string {
  const held = Object.entries(record(record(region).deployments));
  return names(
    held.map(([model, tiers]) => `${tiersText(tiers)} of ${model}`),
    "nothing deployed",
  );
}

const priorityText = (priority: unknown) => (priority === undefined ? "" : ` at priority ${priority}`);

/** What a region that is removed was still in use for, and the way that takes nobody by surprise. */
function goneText(seen: Seen): string {
  if (record(seen.before).retire === true) return "which took no traffic any more";
  const isGuarded = seen.was.topology.protect && record(seen.before).existing === undefined;
  const way = `\`retire: true\` first takes its traffic away${isGuarded ? " and its protection off, which stops this change" : ""}`;
  return `for ${callersThere(seen, seen.before)}; ${way}`;
}

/** Who calls what is deployed in a region. */
function callersThere(seen: Seen, region: unknown): string {
  const [models, place] = [Object.keys(record(record(region).deployments)), part(seen, 0)];
  const callers = models.flatMap((model) => [
    ...seen.was.callers(model, place),
    ...seen.is.callers(model, place),
  ]);
  return names([...new Set(callers)].sort());
}

const capacityText = (tier: string, model: string, place: string, seen: Seen): string => {
  const [from, to] = [amount(tier, seen.before), amount(tier, seen.after)];
  return `${model} in ${place}: ${from} → ${to.slice(to.indexOf(" ") + 1)}, for ${callersOf(seen, model, place)}`;
};

/** The rows of one deployment, whose model and place the path or the fleet says. */
function deploymentRows(
  at: string,
  tierOf: (seen: Seen) => [model: string, place: string, tier: string],
): Row[] {
  const told = (
    key: string,
    text: (what: string, seen: Seen, tier: string, model: string) => string,
  ): Row => ({
    at: `${at}.${key}`,
    judge: always,
    say: (seen) => {
      const [model, place, tier] = tierOf(seen);
      return text(`${model} in ${place}`, seen, tierName(tier), model);
    },
  });
  const hasPtu = (seen: Seen) => tierOf(seen)[2] === "ptu" && seen.before !== seen.after;
  const hourly = (seen: Seen) => {
    const [model, place, tier] = tierOf(seen);
    return tier === "ptu" ? bill(seen, (each, region) => each.model === model && region === place) : "";
  };
  return [
    {
      at,
      judge: billed(replaced, hasPtu),
      say: (seen) => {
        const [model, place, tier] = tierOf(seen);
        return seen.after === undefined
          ? `${model} in ${place} loses ${amount(tier, record(seen.before).capacity)}, for ${callersOf(seen, model, place)}`
          : `${model} in ${place} gains ${amount(tier, record(seen.after).capacity)}${hourly(seen)}`;
      },
    },
    {
      at: `${at}.capacity`,
      judge: billed(fewer, hasPtu),
      say: (seen) => {
        const [model, place, tier] = tierOf(seen);
        return `${capacityText(tier, model, place, seen)}${fewer(seen) === "fine" ? hourly(seen) : ""}`;
      },
    },
    told(
      "sku",
      (what, seen, tier, model) =>
        `${what}: ${tier} is ${pair(seen, "the model's")}, so prompts may be processed elsewhere, for ${callersOf(seen, model)}`,
    ),
    told(
      "raiPolicy",
      (what, seen, tier) => `${what}: content filter of ${tier} ${pair(seen, "Azure's default")}`,
    ),
    told(
      "versionUpgrade",
      (what, seen, tier) => `${what}: version upgrade of ${tier} ${pair(seen, "unsaid")}`,
    ),
    told(
      "modelVersion",
      (what, seen, tier, model) =>
        `${what}: version of ${tier} ${pair(seen, "the same as elsewhere")}, for ${callersOf(seen, model)}`,
    ),
    told(
      "modelName",
      (what, seen, tier, model) =>
        `${what}: ${tier} is the model ${pair(seen, "that it is elsewhere")}, for ${callersOf(seen, model)}`,
    ),
    told(
      "name",
      (what, seen, tier) => `${what}: the deployment of ${tier} is called ${pair(seen, "as it follows")}`,
    ),
    told(
      "existing",
      (what, seen, tier) =>
        `${what}: ${tier} is served by ${seen.after === undefined ? "a deployment of the fleet's own" : `the deployment ${seen.to} of somebody else`} (was: ${seen.before === undefined ? "its own" : seen.from})`,
    ),
    {
      at: `${at}.spilloverTo`,
      judge: never,
      say: (seen) => {
        const [model, place] = tierOf(seen);
        return `${model} in ${place}: overflow of PTU goes to ${pair(seen, "where the gateway sends it")}`;
      },
    },
  ];
}

/** An account by what names it: whoever allowed an address, or stored a name, knows the old one. */
const accountRows = (at: string): Row[] => [
  ...(["subdomain", "account", "resourceGroup", "key", "code"] as const).map(
    (key): Row => ({
      at: `${at}.${key}`,
      judge: always,
      say: (seen) => `the account of ${part(seen, 0)} is replaced: ${key} ${pair(seen, "as it follows")}`,
    }),
  ),
  {
    at: `${at}.existing`,
    judge: always,
    say: (seen) => {
      const { account = "" } = record(seen.after ?? seen.before);
      return seen.after === undefined
        ? `${part(seen, 0)} has an account of the fleet's own instead of ${account}`
        : `${part(seen, 0)} uses the account ${account} of somebody else instead of the fleet's own`;
    },
  },
  {
    at: `${at}.existing.**`,
    judge: always,
    say: (seen) =>
      `${part(seen, 0)} uses another account of somebody else: ${seen.parts.slice(1).join(" ")} ${pair(seen, "none")}`,
  },
  {
    at: `${at}.priority`,
    judge: never,
    say: (seen) => `${part(seen, 0)}: priority ${pair(seen, "none")}`,
  },
  {
    at: `${at}.restore`,
    judge: never,
    say: (seen) =>
      seen.after === true
        ? `the account of ${part(seen, 0)} is restored from what Azure keeps of it`
        : `the account of ${part(seen, 0)} is not restored any more`,
  },
];

const fineTunedTier =
  (tier: string) =>
  (seen: Seen): [string, string, string] => {
    const model = part(seen, 0);
    const account = [seen.is, seen.was]
      .flatMap(({ topology }) => topology.accounts)
      .find(({ deployments }) => deployments.some((deployment) => deployment.model === model));
    return [model, account?.region ?? "its region", tier];
  };

export const capacityRows: readonly Row[] = [
  {
    at: "regions.*.retire",
    judge: always,
    say: (seen) => {
      const region = part(seen, 0);
      const fleet = seen.after === true ? seen.was : seen.is;
      const account = fleet.topology.accounts.find((each) => each.region === region && !each.fineTuned);
      const models = [...new Set((account?.deployments ?? []).map(({ model }) => model))];
      const callers = models.flatMap((model) => fleet.callers(model, region));
      const held = names(
        (account?.deployments ?? []).map(
          ({ model, tier, capacity }) => `${amount(tier, capacity)} of ${model}`,
        ),
        "nothing deployed",
      );
      return seen.after === true
        ? `${region} is retired: it takes no traffic any more and is not protected; without it: ${held}, for ${names([...new Set(callers)].sort())}`
        : `${region} is no longer retired: it takes traffic again: ${held}, for ${names([...new Set(callers)].sort())}`;
    },
  },
  {
    at: "regions.*",
    judge: billed(replaced, ({ after }) => Object.values(record(record(after).deployments)).some(isPtu)),
    say: (seen) =>
      seen.after === undefined
        ? `${part(seen, 0)} ${record(seen.before).existing === undefined ? "goes with its account" : "is used no longer"}: ${heldText(seen.before)}, ${goneText(seen)}`
        : `${part(seen, 0)} is new${priorityText(record(seen.after).priority)}: ${heldText(seen.after)}${Object.values(record(record(seen.after).deployments)).some(isPtu) ? bill(seen, (_, region) => region === part(seen, 0)) : ""}`,
  },
  {
    at: "regions.*.deployments.*",
    judge: billed(replaced, ({ after }) => isPtu(after)),
    say: (seen) => {
      const [region, model] = [part(seen, 0), part(seen, 1)];
      return seen.after === undefined
        ? `${model} in ${region} loses ${tiersText(seen.before)}, for ${callersOf(seen, model, region)}`
        : `${model} in ${region} gains ${tiersText(seen.after)}${isPtu(seen.after) ? bill(seen, (each, place) => each.model === model && place === region) : ""}`;
    },
  },
  ...deploymentRows("regions.*.deployments.*.*", (seen) => [part(seen, 1), part(seen, 0), part(seen, 2)]),
  ...["ptu", "payg"].flatMap((tier) => deploymentRows(`fineTuned.*.${tier}`, fineTunedTier(tier))),
  ...accountRows("regions.*"),
  ...accountRows("fineTuned.*"),
];
