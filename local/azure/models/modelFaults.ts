import { changeSettings, settingsInFile } from "../settingsFile";
import { WorldFileError } from "../worldFiles";
import type { World } from "../worldStore";
import { type ModelPlace, readModelPlace } from "./modelEvents";
import { upgradeDeployments } from "./upgradeDeployments";

/** What happens to models before Pulumi runs, each as a person writes it: `gpt-5.4@2026-03-05`, with `@region` where it matters. */
export interface ModelFaults {
  readonly upgraded?: readonly string[];
  readonly deprecated?: readonly string[];
  readonly retired?: readonly string[];
  readonly available?: readonly string[];
}

/**
 * Upgrades deployments in the world, and keeps in its `settings.json` which versions are deprecated or retired from now on.
 * @param day since when, `2026-11-30`
 * @returns what was done, one line each
 * @throws WorldFileError for a text that names no model
 */
export function applyModelFaults(folder: string, world: World, faults: ModelFaults, day: string): string[] {
  const done: string[] = [];
  for (const text of faults.upgraded ?? []) done.push(...upgrade(world, text));
  let events = [...(settingsInFile(folder).models ?? [])];
  for (const state of ["available", "deprecated", "retired"] as const) {
    for (const text of faults[state] ?? []) {
      const place = placeOf(text);
      events = events.filter((event) => !isAt(event, place));
      if (state !== "available") events = [...events, { ...place, state, since: day }];
      done.push(`${state} ${text}`);
    }
  }
  changeSettings(folder, { models: events });
  return done;
}

function upgrade(world: World, text: string): string[] {
  const [from = "", to = "", ...more] = text.split("=");
  const target = placeOf(to);
  if (more.length > 0 || target.region !== undefined)
    throw new WorldFileError(
      `\`${text}\` is no upgrade; write it as \`gpt-5.4@2026-03-05=gpt-5.5@2026-04-24\`.`,
    );
  const { name, version } = target;
  const { moved, left } = upgradeDeployments(world, placeOf(from), { name, version });
  if (moved.length + left.length === 0) return [`no deployment of ${from}`];
  return [
    ...moved.map(({ id }) => `upgraded ${id} to ${to}`),
    ...left.map(({ id }) => `left at ${from}: ${id}`),
  ];
}

function placeOf(text: string): ModelPlace {
  const place = readModelPlace(text);
  if (place !== undefined) return place;
  throw new WorldFileError(
    `\`${text}\` names no model; write it as \`gpt-5.4@2026-03-05\`, or \`gpt-5.4@2026-03-05@swedencentral\` for one region.`,
  );
}

/** Taking back everywhere takes back in every region. */
const isAt = (event: ModelPlace, { name, version, region }: ModelPlace): boolean =>
  event.name === name && event.version === version && (region === undefined || event.region === region);
