import { type Column, count } from "apim-gateway/text";
import { type Colours, table, wrap } from "../../infra/routing/report/layout";
import type { Topology } from "../../infra/topology/topology";
import type { Answers } from "../simulation/load";
import { isMember, rateOf } from "../simulation/loadMembers";
import { calledAs, type Judged, type ModelSeen, type PromiseName, percentText } from "./promises";
import type { FleetProof } from "./proveFleet";
import type { FailureSeen } from "./proveModel";
import { ASSUMED } from "./provenLoad";

const columns: readonly Column[] = [
  { title: "what is wrong, where it is worst" },
  { title: "answered", align: "right" },
  { title: "429", align: "right" },
  { title: "5xx", align: "right" },
  { title: "added p99", align: "right" },
  { title: "from PTU", align: "right" },
];

/** Whoever sent what nobody could answer is left out: it is the others that the run is about. */
const callersOf = ({ result, poisoner }: FailureSeen): Answers[] =>
  Object.entries(result.consumers).flatMap(([name, answers]) => (name === poisoner ? [] : [answers]));

/** Answered share of all requests of a run. */
function answeredOf(run: FailureSeen): number {
  const sum = (key: "sent" | "answered") => callersOf(run).reduce((all, answers) => all + answers[key], 0);
  return sum("sent") === 0 ? 1 : sum("answered") / sum("sent");
}

/** One run of each kind of failure: the one that answered least, of equals the slowest. */
function worstRuns({ runs }: ModelSeen): FailureSeen[] {
  const shown = runs.filter(({ failure }) => failure.kind !== "critical");
  const kinds = [...new Set(shown.map(({ failure }) => failure.what))];
  return kinds.flatMap((what) => {
    const alike = runs.filter(({ failure }) => failure.what === what);
    return alike
      .toSorted((a, b) => answeredOf(a) - answeredOf(b) || b.result.addedMs.p99 - a.result.addedMs.p99)
      .slice(0, 1);
  });
}

const statuses = (run: FailureSeen, isMeant: (status: number) => boolean): number =>
  callersOf(run)
    .flatMap((answers) => Object.entries(answers.statuses))
    .filter(([status]) => isMeant(Number(status)))
    .reduce((sum, [, each]) => sum + each, 0);

const added = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(0)} s`);

/** `account/deployment` as people call it: `swedencentral PTU`. The account's name has a random part. */
function byMember({ members }: ModelSeen, servedBy: Answers["servedBy"]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(servedBy).map(([name, served]) => {
      const member = members.find((each) => isMember(calledAs(name), each));
      return [member === undefined ? name : `${member.region} ${member.tier.toUpperCase()}`, served];
    }),
  );
}

function fromPtu({ members }: ModelSeen, { result }: FailureSeen): string {
  const ptu = members.filter(({ tier }) => tier === "ptu");
  if (ptu.length === 0 || result.answered === 0) return "";
  const served = Object.entries(result.servedBy)
    .filter(([name]) => ptu.some((member) => isMember(calledAs(name), member)))
    .reduce((sum, [, each]) => sum + each, 0);
  return `${Math.round((100 * served) / result.answered)} %`;
}

const cells = (seen: ModelSeen, run: FailureSeen): string[] => [
  run.failure.name,
  percentText(100 * answeredOf(run)),
  `${statuses(run, (status) => status === 429)}`,
  `${statuses(run, (status) => status >= 500)}`,
  added(run.result.addedMs.p99),
  fromPtu(seen, run),
];

const rateText = (rate: number) => (rate >= 10 ? rate.toFixed(0) : rate.toFixed(1));

function loadText({ members, consumers }: ModelSeen): string {
  const asked = consumers.reduce((sum, { rate }) => sum + rate, 0);
  const tiers = (["ptu", "payg"] as const)
    .map((tier) => [tier, rateOf(members.filter((member) => member.tier === tier))] as const)
    .filter(([, rate]) => rate > 0)
    .map(([tier, rate]) => `${rateText(rate)} on ${tier.toUpperCase()}`);
  return `${rateText(asked)} requests/s asked; there is room for ${tiers.join(" and ")}`;
}

/** Each promise in words, with what the file asks of it. */
export const promiseTexts: Readonly<Record<PromiseName, (promises: Topology["promises"]) => string>> = {
  regionLoss: ({ regionLoss }) => `any one region may go: at least ${regionLoss} % are answered`,
  hangLeftWithinSeconds: ({ hangLeftWithinSeconds }) =>
    `a region that hangs is left within ${hangLeftWithinSeconds} s`,
  ptuFirst: ({ ptuFirst }) =>
    `critical consumers keep at least ${ptuFirst} % of the PTU that they would have alone`,
  neighbours: ({ neighbours }) => `no consumer's errors reach another: at least ${neighbours} % are answered`,
};

/** One promise over the whole fleet. */
export interface Verdict {
  readonly promise: PromiseName;
  readonly state: "kept" | "broken" | "beyond" | "not promised" | "not met";
  /** Every run that breaks it, or the one that came closest to. */
  readonly told: readonly Judged[];
}

/** What the runs say together about each promise. `not met`: nothing in this fleet is about it. */
export function verdictsOf({ judged }: FleetProof, promises: Topology["promises"]): readonly Verdict[] {
  return (Object.keys(promiseTexts) as PromiseName[]).map((promise): Verdict => {
    if (promises[promise] === 0) return { promise, state: "not promised", told: [] };
    const about = judged.filter((each) => each.promise === promise);
    const broken = about.filter(({ state }) => state === "broken");
    const beyond = about.filter(({ state }) => state === "beyond");
    const [closest] = about.filter(({ state }) => state === "kept").toSorted((a, b) => a.margin - b.margin);
    if (broken.length > 0) return { promise, state: "broken", told: broken };
    if (closest !== undefined) return { promise, state: "kept", told: [closest] };
    return beyond.length > 0
      ? { promise, state: "beyond", told: beyond.slice(0, 1) }
      : { promise, state: "not met", told: [] };
  });
}

const toldText = ({ model, failure, seen }: Judged) => `${model}, ${failure}: ${seen}`;

/** Of each failure of a model the consumer that it meets hardest, and the hardest first. */
export function worstOf(told: readonly Judged[]): readonly Judged[] {
  const sorted = told.toSorted((a, b) => a.margin - b.margin);
  return sorted.filter(
    ({ model, failure }, index) =>
      sorted.findIndex((each) => each.model === model && each.failure === failure) === index,
  );
}

/** What is beyond a promise, once for each model: `claims-triage: checkout can be served in swedencentral alone`. */
export function beyondTexts({ judged }: FleetProof): string[] {
  const texts = judged
    .filter(({ state }) => state === "beyond")
    .map(({ model, seen }) => `${model}: ${seen}`);
  return [...new Set(texts)];
}

export function assumedText({ promises }: Pick<Topology, "promises">): string {
  return (
    `Assumed: each consumer spends all that its limits allow on one model at a time; ${promises.promptTokens} tokens in and ` +
    `${promises.completionTokens} out; answers take ${ASSUMED.answerSeconds} s; PTU holds ${ASSUMED.ptuDepthSeconds} s of work; ` +
    `PAYG counts requests in slices of ${ASSUMED.paygSliceSeconds} s. What Azure really does there is not documented.`
  );
}

/** How many breaking runs of one promise are listed; more are counted. */
const LISTED = 4;

/** The proof for a terminal. */
export function proofText(
  proof: FleetProof,
  topology: Topology,
  { width, colours, took }: { readonly width: number; readonly colours: Colours; readonly took: string },
): string {
  const runs = proof.models.reduce((sum, model) => sum + model.runs.length, 0);
  const lines = [
    colours.bold(
      `${proof.environment}: ${count(proof.models.length, "model")}, ${count(runs, "run")} in virtual time, ${took}`,
    ),
  ];
  for (const seen of proof.models) {
    const [titles = "", ...rows] = table(
      columns,
      worstRuns(seen).map((run) => cells(seen, run)),
      width - 2,
    );
    lines.push("", `${colours.bold(colours.cyan(seen.model))}  ${colours.dim(loadText(seen))}`);
    lines.push(`  ${colours.dim(titles)}`, ...rows.map((row) => `  ${row}`));
  }
  lines.push("", colours.bold("Promises"));
  for (const { promise, state, told } of verdictsOf(proof, topology.promises)) {
    const [mark, colour] =
      state === "broken" ? ["✗", colours.red] : state === "kept" ? ["✓", colours.green] : ["·", colours.dim];
    const word = state === "kept" || state === "broken" ? "" : ` (${stateText[state]})`;
    lines.push(
      ...wrap(`${promiseTexts[promise](topology.promises)}${word}`, width, {
        first: `${mark} `,
        rest: "  ",
      }).map(colour),
    );
    const worst = worstOf(told);
    for (const each of worst.slice(0, LISTED))
      lines.push(...wrap(toldText(each), width, { first: "    ", rest: "      " }).map(colours.dim));
    if (worst.length > LISTED)
      lines.push(colours.dim(`    and ${worst.length - LISTED} more; --format json lists them`));
  }
  for (const text of beyondTexts(proof))
    lines.push(...wrap(`Not promised: ${text}`, width, { first: "  ", rest: "    " }).map(colours.dim));
  for (const model of proof.uncalled)
    lines.push(colours.dim(`  ${model}: no consumer may call it, so nothing was asked of it`));
  lines.push("", ...wrap(assumedText(topology), width, { first: "", rest: "" }).map(colours.dim));
  return `${lines.join("\n")}\n`;
}

const stateText = {
  beyond: "nothing that the fleet could do about it",
  "not promised": "not promised by the file",
  "not met": "nothing here is about it",
} as const;

const inline = (text: string) => text.replace(/[\\`*_|<>@[\]]/g, (sign) => `\\${sign}`);

/** A picture of the whole fleet: of each kind of failure what is answered where it is worst, as a diagram of Mermaid. */
function proofPicture({ models }: FleetProof): string {
  const worst = new Map<string, number>();
  for (const run of models.flatMap(worstRuns)) {
    const { what } = run.failure;
    worst.set(what, Math.min(worst.get(what) ?? 100, 100 * answeredOf(run)));
  }
  return [
    "```mermaid",
    "xychart-beta",
    '  title "Answered where it is worst, of all models"',
    `  x-axis [${[...worst.keys()].map((what) => JSON.stringify(what)).join(", ")}]`,
    '  y-axis "percent" 0 --> 100',
    // Never 100 where something was lost.
    `  bar [${[...worst.values()].map((share) => Math.floor(share * 10) / 10).join(", ")}]`,
    "```",
  ].join("\n");
}

/** The proof for a pull request: the promises, and the figures folded. */
export function proofMarkdown(proof: FleetProof, topology: Topology): string {
  const verdicts = verdictsOf(proof, topology.promises).map(({ promise, state, told }) => {
    const mark = state === "broken" ? "❌" : state === "kept" ? "✅" : "➖";
    const listed = worstOf(told)
      .slice(0, LISTED)
      .map((each) => `  - ${inline(toldText(each))}`);
    return [`- ${mark} ${inline(promiseTexts[promise](topology.promises))}`, ...listed].join("\n");
  });
  const tables = proof.models.map((seen) => {
    const rows = worstRuns(seen).map((run) => `| ${cells(seen, run).map(inline).join(" | ")} |`);
    return [
      `**${inline(seen.model)}**: ${inline(loadText(seen))}`,
      "",
      `| ${columns.map(({ title }) => title).join(" | ")} |`,
      `|${columns.map(({ align }) => (align === "right" ? "---:" : "---")).join("|")}|`,
      ...rows,
    ].join("\n");
  });
  return `### ${inline(proof.environment)}: proved in virtual time

${verdicts.join("\n")}

<details><summary>What callers see of each failure</summary>

${proofPicture(proof)}

${tables.join("\n\n")}

${inline(assumedText(topology))}

</details>
`;
}

/** Everything that was seen, for a program. */
export const proofJson = (proof: FleetProof, topology: Topology) => ({
  environment: proof.environment,
  assumed: { ...ASSUMED, ...topology.promises },
  promises: verdictsOf(proof, topology.promises),
  beyond: beyondTexts(proof),
  uncalled: proof.uncalled,
  models: proof.models.map((seen) => ({
    model: seen.model,
    members: seen.members,
    consumers: seen.consumers,
    runs: seen.runs.map(({ failure, result, rate }) => ({
      failure: failure.name,
      rate,
      sent: result.sent,
      answered: result.answered,
      statuses: result.statuses,
      addedMs: result.addedMs,
      attempts: result.attempts,
      servedBy: byMember(seen, result.servedBy),
      leftAfterSeconds: result.outages[0]?.foundAfter ?? null,
      backAfterSeconds: result.outages[0]?.backAfter ?? null,
      consumers: Object.fromEntries(
        Object.entries(result.consumers).map(([name, answers]) => [
          name,
          { ...answers, servedBy: byMember(seen, answers.servedBy) },
        ]),
      ),
    })),
  })),
});
