import type { Row, Seen } from "./row";
import { always, comesAndGoes, gone, lower, names, pair, part, record } from "./row";

/** `200,000 → 20 tokens a minute`, `600 requests a minute → no limit`. */
function rate(seen: Seen, unit: string): string {
  if (seen.after === undefined) return `${seen.from} ${unit} a minute → no limit`;
  return `${pair(seen, "no limit")} ${unit} a minute`;
}

/** `of luna`, or nothing for a limit over all models. */
const ofModel = (seen: Seen): string => (seen.parts.length > 1 ? ` of ${part(seen, 1)}` : "");

/** The same limits stand over all models and at each one. */
const limits = (at: string): Row[] => [
  {
    at: `${at}.tokensPerMinute`,
    judge: lower,
    say: (seen) => `${part(seen, 0)}: ${rate(seen, "tokens")}${ofModel(seen)}`,
  },
  {
    at: `${at}.requestsPerMinute`,
    judge: lower,
    say: (seen) => `${part(seen, 0)}: ${rate(seen, "requests")}${ofModel(seen)}`,
  },
  ...(["token", "request"] as const).flatMap((what): Row[] => [
    {
      at: `${at}.${what}Quota`,
      // A budget where there was none is one less, and one that goes is one more.
      judge: ({ before, after }) => (after === undefined && before !== undefined ? "fine" : "careful"),
      say: (seen) => {
        const budget = (value: unknown) => quotaText(value, `${what}s`);
        return `${part(seen, 0)}: budget${ofModel(seen)} ${budget(seen.before)} → ${budget(seen.after)}`;
      },
    },
    {
      at: `${at}.${what}Quota.${what}s`,
      judge: lower,
      say: (seen) => `${part(seen, 0)}: budget${ofModel(seen)} ${pair(seen, "none")} ${what}s a period`,
    },
    {
      at: `${at}.${what}Quota.period`,
      judge: always,
      say: (seen) => `${part(seen, 0)}: ${what} budget${ofModel(seen)} ${pair(seen, "none")}`,
    },
  ]),
];

function quotaText(value: unknown, unit: string): string {
  if (value === undefined) return "none";
  const { [unit]: amount, period } = record(value);
  return `${typeof amount === "number" ? amount.toLocaleString("en-US") : "some"} ${unit} ${period ?? "a period"}`;
}

/** Who may call which models: what the two fleets say of the consumer, however the file is written. */
function access(seen: Seen): string {
  const consumer = part(seen, 0);
  const called = ({ topology, callers }: Seen["is"]) =>
    topology.models.map(({ name }) => name).filter((model) => callers(model).includes(consumer));
  const { comes, goes } = comesAndGoes(called(seen.was), called(seen.is));
  const facts = [
    ...(goes.length === 0 ? [] : [`can no longer call ${names(goes)}`]),
    ...(comes.length === 0 ? [] : [`may call ${names(comes)}`]),
    ...(seen.after === undefined && seen.parts.length === 1 ? ["every model that comes later"] : []),
  ];
  return facts.length === 0
    ? `${consumer}: models ${pair(seen, "all")}`
    : `${consumer} ${facts.join(" and ")}`;
}

const identity = (key: string, what: string): Row => ({
  at: `consumers.*.${key}`,
  judge: always,
  say: (seen) => {
    const { comes, goes } = comesAndGoes(seen.before, seen.after);
    const facts = [
      ...(goes.length === 0 ? [] : [`${names(goes)} no longer`]),
      ...(comes.length === 0 ? [] : [`${names(comes)} from now on`]),
    ];
    return facts.length === 0
      ? `${part(seen, 0)}: the order of its ${what} is another`
      : `${part(seen, 0)} is recognised by the ${what} ${facts.join(", ")}`;
  },
});

const key = (which: string): Row => ({
  at: `consumers.*.keys.${which}`,
  judge: always,
  say: (seen) =>
    `${part(seen, 0)}: the ${which} key is made anew (number ${pair(seen, "1")}), and the old one stops working`,
});

/** Consumers, the most important first. */
export const consumerRows: readonly Row[] = [
  {
    at: "consumers.*",
    judge: gone,
    say: (seen) => {
      const consumer = part(seen, 0);
      if (seen.after === undefined)
        return `${consumer} is removed: its keys and tokens open nothing any more`;
      const { class: share = "standard", tokensPerMinute } = record(seen.after);
      const { topology, callers } = seen.is;
      const models = topology.models.map(({ name }) => name).filter((m) => callers(m).includes(consumer));
      const tokens = typeof tokensPerMinute === "number" ? tokensPerMinute.toLocaleString("en-US") : "?";
      return `${consumer} is new (${share}, ${tokens} tokens a minute) and may call ${names(models, "nothing")}`;
    },
  },
  { at: "consumers.*.models", judge: accessJudge, say: access },
  { at: "consumers.*.models.*", judge: gone, say: access },
  ...limits("consumers.*"),
  ...limits("consumers.*.models.*"),
  {
    at: "consumers.*.class",
    judge: always,
    say: (seen) => `${part(seen, 0)}: class ${pair(seen, "none")}`,
  },
  {
    at: "consumers.*.stateful",
    judge: always,
    say: (seen) => `${part(seen, 0)}: may keep in one account ${pair(seen, "what everybody may")}`,
  },
  {
    at: "consumers.*.residency",
    judge: always,
    say: (seen) => `${part(seen, 0)}: prompts are processed in ${pair(seen, "any place")}`,
  },
  identity("entraApplications", "Entra applications"),
  identity("entraRoles", "Entra roles"),
  identity("entraGroups", "Entra groups"),
  {
    at: "consumers.*.keys",
    judge: always,
    say: (seen) => `${part(seen, 0)}: its keys are made anew, and the old ones stop working`,
  },
  key("primary"),
  key("secondary"),
];

/** A list that only grew takes nothing from anybody. */
function accessJudge({ before, after }: Seen) {
  if (after === undefined) return "notable";
  if (!Array.isArray(before) || !Array.isArray(after)) return "careful";
  return comesAndGoes(before, after).goes.length > 0 ? "careful" : "notable";
}
