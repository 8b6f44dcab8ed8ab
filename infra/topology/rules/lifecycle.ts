import type { KnownLifecycle } from "../catalogue/catalogue";
import { findModel, isFineTuned, knownVersions, lifecycleOf, readOn } from "../data";
import { listed } from "../describe";
import type { Finding } from "../finding";
import type { Path } from "../path";
import type { Model } from "../topology";
import { dated, daysBetween } from "./age";
import { deploymentsOf, error, type Fleet, type Placed, pathOf, warning } from "./rule";

/** Days before a retirement from which on it is told: time to test another model, and to find its capacity. */
const NOTICE = 120;

/** Azure retires every model, region by region. */
export function* lifecycle(fleet: Fleet): Iterable<Finding> {
  for (const model of fleet.topology.models) {
    for (const stage of stagesOf(fleet, model)) {
      const finding = judge(fleet, model, stage);
      if (finding !== undefined) yield finding;
    }
  }
}

/** The same life of a model in some of the regions that deploy it. */
interface Stage {
  /** Azure's name and version. */
  readonly name: string;
  readonly version: string;
  readonly life: KnownLifecycle;
  readonly placed: readonly Placed[];
  /** Other regions of the fleet differ. */
  readonly partly: boolean;
}

function stagesOf({ topology }: Fleet, model: Model): Stage[] {
  const placed = deploymentsOf(topology).filter(({ deployment }) => deployment.model === model.name);
  const stages = new Map<string, Omit<Stage, "partly" | "placed"> & { placed: Placed[] }>();
  for (const each of placed) {
    const { modelName: name, modelVersion: version } = each.deployment;
    const life = lifecycleOf(name, version, each.account.region);
    if (life === undefined) continue;
    const key = `${name} ${version} ${life.state} ${life.retires} ${life.successor}`;
    const stage = stages.get(key) ?? { name, version, life, placed: [] };
    stage.placed.push(each);
    stages.set(key, stage);
  }
  return [...stages.values()].map((stage) => ({ ...stage, partly: stages.size > 1 }));
}

function judge(fleet: Fleet, model: Model, stage: Stage): Finding | undefined {
  const { today, purpose } = fleet;
  if (today === undefined) return undefined;
  const { state, retires, successor, date } = stage.life;
  const days = retires === undefined ? Number.POSITIVE_INFINITY : daysBetween(today, retires);
  const where = stage.partly
    ? ` in ${[...new Set(stage.placed.map(({ account }) => account.region))].join(", ")}`
    : "";
  const label = `\`${stage.name}\` version \`${stage.version}\``;
  const way = successor === undefined ? "another model" : `\`${successor}\``;
  const place = placeOf(fleet, model, stage);
  if (state === "retired" || days <= 0) {
    const since = retires === undefined || days > 0 ? "is retired" : `retired on ${retires}`;
    const told = purpose === "review" ? error : warning;
    return dated(
      fleet,
      { date },
      told(
        "model-retired",
        place,
        `${label} ${since}${where}: Azure refuses new deployments of it, and calls answer errors.`,
        `Move to ${way}. ${arbiter(stage)}`,
      ),
    );
  }
  const deprecated =
    state === "deprecated"
      ? " It is deprecated: a subscription that never had it is refused, and whoever has it keeps it until then."
      : "";
  if (days <= NOTICE) {
    const left = days === 1 ? "in 1 day" : `in ${days} days`;
    return warning(
      "model-retires-soon",
      place,
      `${label} retires on ${retires}${where}, ${left}; then calls answer errors.${deprecated}${ptuNote(stage)}`,
      `Plan the move to ${way}. ${arbiter(stage)}`,
    );
  }
  if (deprecated === "") return undefined;
  const until = retires === undefined ? "until it retires" : `until it retires on ${retires}`;
  return warning(
    "model-deprecated",
    place,
    `${label} is deprecated${where}: a subscription that never had it is refused; whoever has it keeps it ${until}.${ptuNote(stage)}`,
    `Plan the move to ${way}. ${arbiter(stage)}`,
  );
}

const ptuNote = ({ placed }: Stage): string =>
  placed.some(({ deployment }) => deployment.tier === "ptu")
    ? " Azure never moves PTU deployments to another model; they begin to fail."
    : "";

/** Where the file says which model it is, or the one deployment that differs. */
function placeOf({ file }: Fleet, { name, fineTuned }: Model, stage: Stage): Path | { readonly key: Path } {
  const [first] = stage.placed;
  if (fineTuned) return ["fineTuned", name, "model"];
  if (stage.partly && first !== undefined) return { key: pathOf(first).slice(0, -1) };
  return file.models[name]?.name === undefined ? { key: ["models", name] } : ["models", name, "name"];
}

/** The data are a copy; Azure's own list decides. */
function arbiter({ placed, life }: Stage): string {
  const list = `az cognitiveservices model list --location ${placed[0]?.account.region}`;
  return `The date is from ${life.date} and may have moved; \`${list}\` has the present one.`;
}

/** A version has a form, and for a known model it is most likely a known one. */
export function* versions(fleet: Fleet): Iterable<Finding> {
  for (const { name, version, place } of versionsIn(fleet)) {
    const known = knownVersions(name);
    const there = known.length === 0 ? "" : ` Known: ${listed(known)}.`;
    if (!/\d/.test(version)) {
      yield error(
        "no-version",
        place,
        `\`${version}\` is no version of a model; a version is a date or a number.${there}`,
        `Write it as in \`version: "${known.at(-1) ?? "2026-03-05"}"\`.`,
      );
    } else if (known.length > 0 && !known.includes(version)) {
      yield warning(
        "unknown-version",
        place,
        `\`${name}\` has no version \`${version}\` among those known on ${readOn.lifecycle}, so nothing is known of its life and its regions.${there}`,
        "Check the version; a newer one is fine.",
      );
    }
  }
}

/** Every version that the file writes, and of which model. */
function* versionsIn({ file }: Fleet): Iterable<{ name: string; version: string; place: Path }> {
  for (const [model, { name = model, version }] of Object.entries(file.models))
    yield { name, version, place: ["models", model, "version"] };
  for (const [region, { deployments }] of Object.entries(file.regions)) {
    for (const [model, { name = file.models[model]?.name ?? model, version }] of Object.entries(
      deployments,
    )) {
      if (version !== undefined)
        yield { name, version, place: ["regions", region, "deployments", model, "version"] };
    }
  }
}

/** A fine-tuned model has a name of its own, which Azure gives it: the base's, then `.ft-` and an id. */
export function* fineTunedNames({ file }: Fleet): Iterable<Finding> {
  for (const [model, { model: name }] of Object.entries(file.fineTuned)) {
    if (isFineTuned(name)) continue;
    const place = ["fineTuned", model, "model"];
    if (findModel(name) !== undefined) {
      yield error(
        "base-as-fine-tuned",
        place,
        `\`${name}\` is a base model, not one that was fine-tuned; the name of a fine-tuned model ends with \`.ft-…\`.`,
        `Write the fine-tuned model's name, as \`az cognitiveservices account list-models\` shows it, or move it to \`models\`.`,
      );
    } else {
      yield warning(
        "fine-tuned-name",
        place,
        `\`${name}\` does not look like a fine-tuned model; Azure names them like \`gpt-4.1-mini-2025-04-14.ft-0af3\`.`,
        "Check the name with `az cognitiveservices account list-models`.",
      );
    }
  }
}
