/** How a setting may be given: one of these words, a whole number within bounds, or a line of text. */
export type SettingValues =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "number"; readonly min: number; readonly max: number }
  | { readonly kind: "text" };

/** One behaviour that Microsoft does not document, or documents in two ways. */
export interface SettingRow {
  readonly default: string | number;
  readonly values: SettingValues;
  readonly meaning: string;
  /** Why this default. */
  readonly source: string;
}

export type SettingRows = Readonly<Record<string, SettingRow>>;

export const words = <const W extends readonly string[]>(...list: W) =>
  ({ kind: "words", words: list }) as const;
export const number = (min: number, max: number) => ({ kind: "number", min, max }) as const;
export const text = { kind: "text" } as const;

/** What a row may be set to: one of its words, a number, or text. */
export type ValueOf<R extends SettingRow> = R["values"] extends { readonly words: readonly (infer W)[] }
  ? W
  : R["values"] extends { readonly kind: "number" }
    ? number
    : string;

export type ValuesOf<Rows extends SettingRows> = { readonly [K in keyof Rows]: ValueOf<Rows[K]> };

export function defaultsOf<Rows extends SettingRows>(rows: Rows): ValuesOf<Rows> {
  const defaults = Object.entries(rows).map(([name, row]) => [name, row.default] as const);
  return Object.fromEntries(defaults) as ValuesOf<Rows>;
}

export function isAllowed(values: SettingValues, value: unknown): boolean {
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
