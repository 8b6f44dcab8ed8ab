import { count } from "apim-gateway/text";
import type { Impact, PlanChange } from "../difference/change";
import { rank } from "../difference/change";
import type { RoutingPlan } from "../plan";
import { tierText } from "./facts";
import { wrap } from "./layout";
import { code, details, inline } from "./markdown";
import { settingsItems, settingsText, type Told } from "./settings";
import type { TextOptions } from "./text";

/** What a change of a topology file does. */
export interface Difference {
  readonly before: RoutingPlan;
  readonly after: RoutingPlan;
  /** What it does to traffic: the difference of the two plans. */
  readonly changes: readonly PlanChange[];
  /** Every setting that differs, whether it concerns traffic or not: the difference of the two topologies. */
  readonly settings: readonly Told[];
  /** The one model that the plans are about; left out: all. */
  readonly model?: string;
}

/** One sentence of a difference. */
export interface DifferenceLine {
  readonly impact: Impact;
  readonly text: string;
}

/**
 * The sentences of a difference, the most important first: one per model, with its regions, one per consumer, and one
 * for each change that belongs to neither. Details are not among them.
 */
export function differenceLines(changes: readonly PlanChange[]): DifferenceLine[] {
  const groups = new Map<string, PlanChange[]>();
  for (const [index, change] of changes.entries()) {
    if (change.impact === "detail") continue;
    const key =
      change.model !== undefined
        ? `model ${change.model}`
        : change.consumer !== undefined
          ? `consumer ${change.consumer}`
          : `${index}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()]
    .sort(([a], [b]) => rank(a as PlanChange) - rank(b as PlanChange))
    .map((group) => ({ impact: (group[0] as PlanChange).impact, text: sentence(group) }));
}

const order: readonly Impact[] = ["loss", "gain", "shift", "detail"];

function sentence(group: readonly PlanChange[]): string {
  const [first] = group as readonly [PlanChange, ...PlanChange[]];
  const parts = new Map<string, PlanChange[]>();
  for (const [index, change] of group.entries()) {
    const key = change.region ?? `\0${index}`;
    parts.set(key, [...(parts.get(key) ?? []), change]);
  }
  const text = [...parts]
    .map(([key, facts]) => {
      // Of one region, capacity is told before order.
      const texts = [...facts]
        .sort((a, b) => order.indexOf(a.impact) - order.indexOf(b.impact))
        .map((fact) => fact.text);
      return key.startsWith("\0") ? texts.join(", ") : `${key} ${texts.join(", ")}`;
    })
    .join("; ");
  if (first.model !== undefined) return `${first.model}: ${text}`;
  if (first.consumer !== undefined) return `consumer ${first.consumer}: ${text}`;
  return text;
}

/** Capacity of both plans: `PTU 175 → 225 (+50)`; empty when neither changes. */
export function capacityLine(before: RoutingPlan, after: RoutingPlan): string {
  const sum = (plan: RoutingPlan, tier: "ptu" | "payg") =>
    plan.members
      .filter((member) => member.tier === tier)
      .reduce((total, member) => total + member.capacity, 0);
  return (["ptu", "payg"] as const)
    .flatMap((tier) => {
      const [from, to] = [sum(before, tier), sum(after, tier)];
      const unit = tier === "ptu" ? "" : "k TPM";
      return from === to
        ? []
        : [
            `${tierText[tier]} ${from}${unit} → ${to}${unit} (${to > from ? "+" : "−"}${Math.abs(to - from)}${unit})`,
          ];
    })
    .join("; ");
}

/** Said when nothing changes, and only then: no setting differs either. */
export const NO_CHANGE = "No change: requests go where they went before.";

const ONLY_DETAILS = "Capacity, order and access stay as they are; only details change";

function unchanged({ model, settings }: Difference, name: (model: string) => string): string {
  if (settings.length === 0) return NO_CHANGE;
  return `${model === undefined ? "Routing" : `The routing of ${name(model)}`} is unchanged.`;
}

function detailsLine(changes: readonly PlanChange[]): string {
  const number = changes.filter((change) => change.impact === "detail").length;
  return number === 0 ? "" : `${count(number, "detail")} of the gateway's entities`;
}

const marks: Readonly<Record<Impact, string>> = { loss: "−", shift: "~", gain: "+", detail: "·" };

/** The difference for a terminal: what it does to traffic, then the settings. */
export function differenceText(difference: Difference, options: TextOptions): string {
  const { changes, settings } = difference;
  const lines =
    changes.length === 0
      ? [unchanged(difference, (model) => `\`${model}\``)]
      : routingLines(difference, options);
  if (settings.length > 0)
    lines.push("", options.colours.bold("Settings that differ:"), ...settingsText(settings, options));
  return `${lines.join("\n")}\n`;
}

/** Details are listed when nothing else changes, otherwise counted. */
function routingLines({ before, after, changes }: Difference, { width, colours }: TextOptions): string[] {
  const paint = { loss: colours.red, shift: colours.yellow, gain: colours.green, detail: colours.dim };
  const lines = differenceLines(changes).flatMap((line) =>
    wrap(line.text, width, { first: `${marks[line.impact]} `, rest: "  " }).map((text) =>
      paint[line.impact](text),
    ),
  );
  const capacity = capacityLine(before, after);
  if (capacity !== "") lines.push(colours.bold(`  In all: ${capacity}`));
  const following = changes.filter((change) => change.impact === "detail");
  if (lines.length === 0) {
    lines.push(`${ONLY_DETAILS}:`);
    lines.push(
      ...following.flatMap((change) => wrap(change.text, width, { first: `${marks.detail} `, rest: "  " })),
    );
  } else if (following.length > 0) {
    lines.push(colours.dim(`  ${detailsLine(changes)} follow; --format json lists them.`));
  }
  return lines;
}

/** The difference as Markdown: what it does to traffic, then every setting. */
export function differenceMarkdown(difference: Difference): string {
  const { settings } = difference;
  return [
    routingMarkdown(difference),
    ...(settings.length === 0 ? [] : ["**Settings that differ**", settingsItems(settings).join("\n")]),
  ].join("\n\n");
}

/** What a difference does to traffic, for a pull request. */
export function routingMarkdown(difference: Difference): string {
  const { before, after, changes } = difference;
  if (changes.length === 0) return unchanged(difference, code);
  const lines = differenceLines(changes).map(
    (line) => `- ${line.impact === "loss" ? "🔻 " : ""}${inline(line.text)}`,
  );
  const capacity = capacityLine(before, after);
  const following = changes
    .filter((change) => change.impact === "detail")
    .map((change) => `- ${inline(change.text)}`);
  return [
    ...(lines.length === 0 ? [`${ONLY_DETAILS}.`] : [lines.join("\n")]),
    ...(capacity === "" ? [] : [`In all: **${capacity}**`]),
    ...(following.length === 0 ? [] : [details(detailsLine(changes), following.join("\n"))]),
  ].join("\n\n");
}
