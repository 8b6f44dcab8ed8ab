import { knownVersions, readOn } from "../topology/data";
import { thousands } from "../topology/describe";
import type { Row, Seen } from "./row";
import { always, callersOf, gone, names, never, pair, part, record, replaced } from "./row";

/** The models and their content filters, the most important first. */

/** Azure's filter where the file names none (content filtering, default safety policies, 2026). */
const DEFAULT_FILTER = "Azure's default";

function filterOfModel(model: string, seen: Seen): string {
  return `${model}: content filter ${pair(seen, DEFAULT_FILTER)}, for ${callersOf(seen, model)}`;
}

function versionText(model: string, seen: Seen): string {
  const azureName = seen.is.topology.models.find(({ name }) => name === model)?.azureName ?? model;
  const known = knownVersions(azureName);
  const doubt =
    known.length > 0 && typeof seen.after === "string" && !known.includes(seen.after)
      ? `, which is not among the versions known on ${readOn.lifecycle}`
      : "";
  return `${model}: version ${pair(seen, "none")}${doubt}, for ${callersOf(seen, model)}`;
}

function modelComesOrGoes(model: string, seen: Seen): string {
  if (seen.after === undefined)
    return `${model} is removed: ${names(seen.was.callers(model))} can no longer call it`;
  const known = seen.was.topology.models.some(({ name }) => name === model);
  return `${model} is ${known ? "described anew" : "new"}: ${names(seen.is.callers(model))} may call it from now on`;
}

const upgrades: Readonly<Record<string, string>> = {
  OnceNewDefaultVersionAvailable: "as soon as another version is the default",
  OnceCurrentVersionExpired: "when the version is retired",
  NoAutoUpgrade: "never",
};

const upgradeText = (value: unknown) =>
  upgrades[String(value)] ?? (value === undefined ? "unsaid" : String(value));

/** The same settings stand at models of the file and at fine-tuned ones. */
const modelSettings = (at: string, azureName: string): Row[] => [
  { at: `${at}.version`, judge: always, say: (seen) => versionText(part(seen, 0), seen) },
  { at: `${at}.raiPolicy`, judge: always, say: (seen) => filterOfModel(part(seen, 0), seen) },
  {
    at: `${at}.residency`,
    judge: always,
    say: (seen) =>
      `${part(seen, 0)} is processed in ${pair(seen, "any place")}, for ${callersOf(seen, part(seen, 0))}`,
  },
  {
    at: `${at}.${azureName}`,
    judge: always,
    say: (seen) =>
      `${part(seen, 0)} is another model of Azure's: ${pair(seen, part(seen, 0))}, for ${callersOf(seen, part(seen, 0))}`,
  },
  {
    at: `${at}.versionUpgrade`,
    judge: always,
    say: (seen) =>
      `Azure moves ${part(seen, 0)} to another version ${upgradeText(seen.after)} (was: ${upgradeText(seen.before)})`,
  },
  {
    at: `${at}.spillover`,
    judge: never,
    say: (seen) => `the overflow of ${part(seen, 0)} from PTU to PAYG is moved by ${spillovers(seen)}`,
  },
];

function spillovers({ before, after }: Seen): string {
  const mover = (value: unknown) => (value === "service" ? "Azure itself" : "the gateway");
  return `${mover(after)} (was: ${mover(before)})`;
}

/** Models of the callers whose deployments name a filter of the file. */
function usersOf(filter: string, { was, is }: Seen): string {
  const models = [was, is].flatMap(({ topology }) =>
    topology.accounts.flatMap(({ deployments }) =>
      deployments
        .filter(({ raiPolicy }) => raiPolicy === filter || raiPolicy === `${topology.workload}-${filter}`)
        .map(({ model }) => model),
    ),
  );
  return names([...new Set(models)].sort(), "no model");
}

/** `on from Low`, `off`, `marked only`. */
function filterState(value: unknown): string {
  if (value === undefined) return "as its base";
  const { enabled, blocking, severityThreshold } = record(value);
  if (enabled === false) return "off";
  return `${blocking === false ? "marked only" : "stopped"}${severityThreshold === undefined ? "" : ` from ${severityThreshold}`}`;
}

function listSize(value: unknown): string {
  return Array.isArray(value) ? thousands(value.length) : "none";
}

export const filterRows: readonly Row[] = [
  {
    at: "raiPolicies.*",
    judge: replaced,
    say: (seen) =>
      `content filter ${part(seen, 0)} ${seen.after === undefined ? "is removed" : "is new"}, for ${usersOf(part(seen, 0), seen)}`,
  },
  {
    at: "raiPolicies.*.filters.*",
    judge: always,
    say: (seen) =>
      `content filter ${part(seen, 0)} (${usersOf(part(seen, 0), seen)}): ${part(seen, 1)} ${filterState(seen.before)} → ${filterState(seen.after)}`,
  },
  {
    at: "raiPolicies.*.**",
    judge: always,
    say: (seen) =>
      `content filter ${part(seen, 0)} (${usersOf(part(seen, 0), seen)}): ${seen.parts.slice(1).join(" ")} ${pair(seen, "none")}`,
  },
  {
    at: "blocklists.*",
    judge: replaced,
    say: (seen) => `blocklist ${part(seen, 0)} ${seen.after === undefined ? "is removed" : "is new"}`,
  },
  {
    at: "blocklists.*.items",
    judge: always,
    say: (seen) => `blocklist ${part(seen, 0)}: ${listSize(seen.before)} → ${listSize(seen.after)} terms`,
  },
  {
    at: "blocklists.*.items.**",
    judge: always,
    say: (seen) => {
      const term = (value: unknown) => String(record(value).pattern ?? value ?? "none");
      return `blocklist ${part(seen, 0)} stops other terms: ${term(seen.before)} → ${term(seen.after)}`;
    },
  },
  {
    at: "blocklists.*.description",
    judge: never,
    say: (seen) => `blocklist ${part(seen, 0)}: described as ${pair(seen, "nothing")}`,
  },
];

export const modelRows: readonly Row[] = [
  { at: "models.*", judge: gone, say: (seen) => modelComesOrGoes(part(seen, 0), seen) },
  { at: "fineTuned.*", judge: gone, say: (seen) => modelComesOrGoes(part(seen, 0), seen) },
  ...modelSettings("models.*", "name"),
  ...modelSettings("fineTuned.*", "model"),
  {
    at: "fineTuned.*.sourceAccount",
    judge: always,
    say: (seen) => `${part(seen, 0)} is copied from another account: ${pair(seen, "its own")}`,
  },
  {
    at: "fineTuned.*.region",
    judge: always,
    say: (seen) =>
      `${part(seen, 0)} moves: ${pair(seen, "nowhere")}; its account and deployments are made anew, for ${callersOf(seen, part(seen, 0))}`,
  },
];
