/** A finding about the YAML itself, at an offset of the text. */
export interface SourceFinding {
  readonly rule: string;
  readonly offset: number;
  readonly keys: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
}

/** Aliases multiply what a small file says; beyond this many values a file is refused instead of expanded. */
export const MAX_VALUES = 50_000;

/** Merges multiply too, and what they copy is there before the mapping around them can be measured. */
export const MAX_MERGED = 50_000;

/** Deeper than any topology file goes, and far from what the call stack holds. */
export const MAX_DEPTH = 32;

/** A key stands in every problem below it; longer ones fit no name of a fleet. */
export const MAX_KEY = 256;

const count = (limit: number) => limit.toLocaleString("en-US");

const reasons = {
  "too-many-values": [
    `the file has, with its aliases written out, more than ${count(MAX_VALUES)} values.`,
    "Remove what a fleet does not need, or the aliases that multiply each other.",
  ],
  "too-many-merged-keys": [
    `the merges (\`<<\`) of the file copy, up to this one, more than ${count(MAX_MERGED)} keys.`,
    "Merge smaller mappings, or write fewer merges; each copies every key of what it names.",
  ],
  "nested-too-deep": [
    `the values are, with their aliases written out, nested more than ${MAX_DEPTH} deep.`,
    "Remove levels; no topology needs more than eight.",
  ],
} as const;

/** Stops the reading of a file: going on would only use up time and memory. */
export class TooLarge extends Error implements SourceFinding {
  readonly remedy: string;

  constructor(
    readonly rule: keyof typeof reasons,
    readonly offset: number,
    readonly keys: readonly (string | number)[],
  ) {
    super(reasons[rule][0]);
    this.remedy = reasons[rule][1];
  }
}
