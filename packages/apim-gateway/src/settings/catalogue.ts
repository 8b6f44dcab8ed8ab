import { didYouMean } from "../text/closest";
import { accessSettings } from "./access";
import { apiSettings } from "./apis";
import { backendSettings } from "./backends";
import { cacheSettings } from "./caching";
import { certificateSettings } from "./certificates";
import { flowSettings } from "./flow";
import { httpSettings } from "./http";
import { languageModelSettings } from "./languageModels";
import { limitSettings } from "./limits";
import { observationSettings } from "./observation";
import { outgoingSettings } from "./outgoing";
import { pipelineSettings } from "./pipeline";
import { allowedText, isAllowed, type SettingRow, type SettingRows, type ValuesOf } from "./row";
import { transformationSettings } from "./transformation";
import { xmlSettings } from "./xml";

const policySettings = {
  ...flowSettings,
  ...transformationSettings,
  ...outgoingSettings,
  ...accessSettings,
  ...cacheSettings,
  ...limitSettings,
  ...languageModelSettings,
  ...observationSettings,
} as const;

const allSettings = {
  ...xmlSettings,
  ...pipelineSettings,
  ...policySettings,
  ...backendSettings,
  ...apiSettings,
  ...httpSettings,
  ...certificateSettings,
} as const;

export type SettingName = keyof typeof allSettings;

/** Values of all settings by name, each of its own type. */
export type GatewaySettings = ValuesOf<typeof allSettings>;

/** Every behaviour of the gateway that Microsoft does not document, by room. */
export const settingRooms: Readonly<Record<string, SettingRows>> = {
  xml: xmlSettings,
  pipeline: pipelineSettings,
  policies: policySettings,
  backends: backendSettings,
  apis: apiSettings,
  http: httpSettings,
  certificates: certificateSettings,
};

/** All rows by name. */
export const settingRows: ReadonlyMap<string, SettingRow> = new Map(Object.entries(allSettings));

/** Names that settings had before; what they are given counts all the same. */
const formerNames: ReadonlyMap<string, SettingName> = new Map([
  ["silenceStatus", "noResponseStatus"],
  ["silenceResponse", "noResponseShown"],
  ["retryAfterSilence", "retryAfterNoResponse"],
]);

/**
 * Completes what was given with the defaults.
 *
 * @returns what is wrong with what was given, one line each; a wrong one has its default. `notes` tell of former names
 */
export function completeSettings(given: Readonly<Record<string, unknown>> = {}): {
  readonly settings: GatewaySettings;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
} {
  const settings: Record<string, unknown> = {};
  for (const [name, row] of settingRows) settings[name] = row.default;
  const faults: string[] = [];
  const notes: string[] = [];
  for (const [written, value] of Object.entries(given)) {
    const name = formerNames.get(written) ?? written;
    if (name !== written) notes.push(`The setting \`${written}\` is called \`${name}\` now.`);
    const row = settingRows.get(name);
    if (row === undefined) faults.push(`There is no setting \`${name}\`. ${nearest(name)}`);
    else if (!isAllowed(row.values, value))
      faults.push(
        `\`${name}\` is ${JSON.stringify(value)}; allowed: ${allowedText(row.values)}.${nearestWord(row, value)}`,
      );
    else settings[name] = value;
  }
  // Each has its default or a value that its row allows.
  return { settings: settings as GatewaySettings, faults, notes };
}

/** The same settings; whoever reads one is told of, so a scenario knows on which it may depend. */
export function recordedSettings(settings: GatewaySettings, onRead: (name: string) => void): GatewaySettings {
  const recorded = {};
  for (const [name, value] of Object.entries(settings))
    Object.defineProperty(recorded, name, {
      enumerable: true,
      get() {
        onRead(name);
        return value;
      },
    });
  return recorded as GatewaySettings;
}

function nearest(name: string): string {
  const near = didYouMean(name, settingRows.keys()).trim();
  if (near !== "") return near;
  const wanted = name.toLowerCase();
  const alike = [...settingRows.keys()].filter((known) => known.toLowerCase().includes(wanted));
  return alike.length > 0 && wanted.length > 2
    ? `Did you mean ${alike.map((each) => `\`${each}\``).join(" or ")}?`
    : "`apim-gateway settings` lists them.";
}

/** A word that was probably meant. */
const nearestWord = ({ values }: SettingRow, value: unknown): string =>
  values.kind === "words" && typeof value === "string" ? didYouMean(value, values.words) : "";
