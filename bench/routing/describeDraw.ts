import type { AnswerSeconds, RetryAfterKind } from "../../local/simulation/load";
import type { PlannedOutage } from "./plannedLoad";
import type { SearchDraw } from "./searchDraw";

/** A draw in words: what was drawn, the failures last. */
export function describeDraw({ fleet, load, share }: SearchDraw): string {
  const { rules, outages = [], consumers = [] } = load;
  const list = (tier: "ptu" | "payg") =>
    fleet.regions
      .filter((region) => region[tier] !== undefined)
      .map((region) => `${region[tier]} (${region.name}, ${region.priority})`)
      .join(", ") || "none";
  return [
    `${fleet.model}, load ${Math.round(100 * share)} % = ${load.rate.toFixed(1)} req/s`,
    `PTU ${list("ptu")}; bucket of ${rules.depth} s, says ${says(rules.ptuSays)}`,
    `PAYG ${list("payg")}; slices of ${rules.slice} s${rules.randomPhase ? " at random phases" : ""}, says ${says(rules.paygSays)}`,
    `${load.instances} instance(s), cache ${load.cacheLagMs} ms behind, ${consumers.length} consumer(s), surface ${load.surface}`,
    `answers of ${seconds(load.answerSeconds)}${load.costSigma ? ", of differing cost" : ""}`,
    ...outages.map(outageText),
  ].join("; ");
}

export function outageText({ fault, region, tier, from, to, period }: PlannedOutage): string {
  const what = fault === "refused" ? "refuses connections" : fault === "hangs" ? "hangs" : `answers ${fault}`;
  const who = tier === undefined ? region : `${tier.toUpperCase()} of ${region}`;
  return `${who} ${what} from ${from} to ${to} s${period === undefined ? "" : `, ${period / 2} s in ${period}`}`;
}

const says = (kind: RetryAfterKind | undefined) => (typeof kind === "number" ? `${kind} s` : kind);

function seconds(answer: number | AnswerSeconds | undefined): string {
  if (answer === undefined) return "0.8 s";
  if (typeof answer === "number") return `${answer} s`;
  return answer.sigma ? `about ${answer.median} s (σ ${answer.sigma})` : `${answer.median} s`;
}
