import { apiSettings } from "../apis/settings";
import { backendSettings, type SettingRow, type SettingValues } from "../backends/settings";
import { certificateSettings } from "../certificates/settings";
import { httpSettings } from "../http/settings";
import { pipelineSettings } from "../pipeline/settings";
import { families } from "../policies/families";
import { xmlSettings } from "../xml/settings";

/** Values of settings by name. */
export type GatewaySettings = Readonly<Record<string, string | number>>;

/** Every behaviour of the gateway that Microsoft does not document, by room. */
export const settingRooms: Readonly<Record<string, Readonly<Record<string, SettingRow>>>> = {
  xml: Object.fromEntries(
    Object.entries(xmlSettings).map(([name, { values, ...row }]) => [
      name,
      { ...row, values: { kind: "words", words: values } },
    ]),
  ),
  pipeline: pipelineSettings,
  policies: Object.assign({}, ...families.map(({ settings }) => settings)),
  backends: backendSettings,
  apis: apiSettings,
  http: httpSettings,
  certificates: certificateSettings,
};

const rows: ReadonlyMap<string, SettingRow> = new Map(
  Object.values(settingRooms).flatMap((room) => Object.entries(room)),
);

/** Names that settings had before; what they are given counts all the same. */
const formerNames: ReadonlyMap<string, string> = new Map([
  ["silenceStatus", "noResponseStatus"],
  ["silenceResponse", "noResponseShown"],
  ["retryAfterSilence", "retryAfterNoResponse"],
]);

/**
 * Completes what was given with the defaults.
 *
 * @returns what is wrong with what was given, one line each; a wrong one has its default. `notes` tell of former names
 */
export function completeGatewaySettings(given: Readonly<Record<string, unknown>> = {}): {
  readonly settings: GatewaySettings;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
} {
  const settings: Record<string, string | number> = {};
  for (const [name, row] of rows) settings[name] = row.default;
  const faults: string[] = [];
  const notes: string[] = [];
  for (const [written, value] of Object.entries(given)) {
    const name = formerNames.get(written) ?? written;
    if (name !== written) notes.push(`The setting \`${written}\` is called \`${name}\` now.`);

    const row = rows.get(name);
    if (row === undefined) faults.push(`There is no setting \`${name}\`. ${nearest(name)}`);
    else if (!allows(row.values, value))
      faults.push(`\`${name}\` is ${JSON.stringify(value)}; allowed: ${allowedText(row.values)}.`);
    else settings[name] = value as string | number;
  }
  return { settings, faults, notes };
}

/** The same settings; whoever reads one is told of. */
export function watchedSettings(settings: GatewaySettings, onRead: (name: string) => void): GatewaySettings {
  return new Proxy(settings, {
    get(target, name) {
      if (typeof name === "string" && rows.has(name)) onRead(name);
      return Reflect.get(target, name);
    },
  });
}

/** The given settings of one room, for the rooms that complete their own. */
export function settingsOf(room: string, settings: GatewaySettings): Record<string, string | number> {
  return Object.fromEntries(
    Object.keys(settingRooms[room] ?? {}).map((name) => [name, settings[name] as string | number]),
  );
}

function allows(values: SettingValues, value: unknown): boolean {
  switch (values.kind) {
    case "words":
      return values.words.includes(value as string);
    case "number":
      return Number.isInteger(value) && (value as number) >= values.min && (value as number) <= values.max;
    case "text":
      return typeof value === "string" && /^[\t\x20-\x7e]*$/.test(value);
  }
}

export function allowedText(values: SettingValues): string {
  switch (values.kind) {
    case "words":
      return values.words.join(", ");
    case "number":
      return `a whole number from ${values.min} to ${values.max}`;
    case "text":
      return "text of one line";
  }
}

function nearest(name: string): string {
  const wanted = name.toLowerCase();
  const close = [...rows.keys()].filter(
    (known) => known.toLowerCase().includes(wanted) || wanted.includes(known.toLowerCase()),
  );
  return close.length > 0 ? `Did you mean ${close.join(" or ")}?` : "`apim-gateway settings` lists them.";
}
