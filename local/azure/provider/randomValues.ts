import type { PlainObject } from "../paths";

/** Gives that many random bytes; tests give a fixed sequence. */
export type RandomBytes = (count: number) => Uint8Array;

export interface Generator {
  readonly defaults: PlainObject;
  /** Outputs that are always secret. */
  readonly secrets: readonly string[];
  readonly make: (inputs: PlainObject, bytes: RandomBytes) => { id: string; outputs: PlainObject };
}

const TEXT_DEFAULTS = {
  lower: true,
  upper: true,
  numeric: true,
  special: true,
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
};

/** What each resource of `@pulumi/random` makes, by class name. */
export const generators: Readonly<Record<string, Generator>> = {
  RandomString: {
    defaults: TEXT_DEFAULTS,
    secrets: [],
    make: (inputs, bytes) => result(text(inputs, bytes)),
  },
  RandomPassword: {
    defaults: TEXT_DEFAULTS,
    secrets: ["result", "bcryptHash"],
    // The real provider gives a bcrypt hash; nothing here reads one, so there is none to leak.
    make: (inputs, bytes) => ({ id: "none", outputs: { result: text(inputs, bytes), bcryptHash: "" } }),
  },
  RandomUuid: { defaults: {}, secrets: [], make: (_, bytes) => result(uuid(bytes)) },
  RandomInteger: { defaults: {}, secrets: [], make: integer },
  RandomId: { defaults: {}, secrets: [], make: id },
  RandomPet: { defaults: { length: 2, separator: "-" }, secrets: [], make: pet },
};

function result(value: string): { id: string; outputs: PlainObject } {
  return { id: value, outputs: { result: value } };
}

function text(inputs: PlainObject, bytes: RandomBytes): string {
  const number = inputs.number ?? inputs.numeric;
  const sets = [
    { on: inputs.lower, min: inputs.minLower, characters: "abcdefghijklmnopqrstuvwxyz" },
    { on: inputs.upper, min: inputs.minUpper, characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
    { on: number, min: inputs.minNumeric, characters: "0123456789" },
    {
      on: inputs.special,
      min: inputs.minSpecial,
      characters: String(inputs.overrideSpecial ?? "!@#$%&*()-_=+[]{}<>:?"),
    },
  ].filter((set) => set.on !== false);
  const all = sets.map((set) => set.characters).join("");
  const pick = (from: string): string => from.charAt(below(from.length, bytes));
  const must = sets.flatMap((set) =>
    Array.from({ length: Number(set.min ?? 0) }, () => pick(set.characters)),
  );
  const rest = Array.from({ length: Math.max(0, Number(inputs.length) - must.length) }, () => pick(all));
  const characters = [...must, ...rest];
  for (let index = characters.length - 1; index > 0; index--) {
    const other = below(index + 1, bytes);
    [characters[index], characters[other]] = [characters[other] as string, characters[index] as string];
  }
  return characters.join("");
}

function uuid(bytes: RandomBytes): string {
  const hex = Buffer.from(bytes(16)).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function integer(inputs: PlainObject, bytes: RandomBytes): { id: string; outputs: PlainObject } {
  const value = Number(inputs.min) + below(Number(inputs.max) - Number(inputs.min) + 1, bytes);
  return { id: String(value), outputs: { result: value } };
}

function id(inputs: PlainObject, bytes: RandomBytes): { id: string; outputs: PlainObject } {
  const raw = Buffer.from(bytes(Number(inputs.byteLength)));
  const prefix = String(inputs.prefix ?? "");
  const url = raw.toString("base64url");
  return {
    id: url,
    outputs: {
      b64Std: prefix + raw.toString("base64"),
      b64Url: prefix + url,
      hex: prefix + raw.toString("hex"),
      dec: prefix + BigInt(`0x0${raw.toString("hex")}`),
    },
  };
}

const ADJECTIVES = [
  "bold",
  "calm",
  "eager",
  "fair",
  "glad",
  "keen",
  "mild",
  "neat",
  "proud",
  "quick",
  "rapid",
  "sure",
  "tidy",
  "vivid",
  "warm",
  "wise",
];
const ANIMALS = [
  "bear",
  "crane",
  "deer",
  "eagle",
  "finch",
  "goose",
  "hare",
  "ibis",
  "koala",
  "lynx",
  "mole",
  "newt",
  "otter",
  "puma",
  "seal",
  "wren",
];

function pet(inputs: PlainObject, bytes: RandomBytes): { id: string; outputs: PlainObject } {
  const words = Array.from({ length: Number(inputs.length) }, (_, index) => {
    const list = index === Number(inputs.length) - 1 ? ANIMALS : ADJECTIVES;
    return list[below(list.length, bytes)] as string;
  });
  const name = [...(inputs.prefix === undefined ? [] : [String(inputs.prefix)]), ...words].join(
    String(inputs.separator),
  );
  return { id: name, outputs: {} };
}

/** An even choice from `0` to `limit - 1`: values that would favour the low ones are thrown away. */
function below(limit: number, bytes: RandomBytes): number {
  const fair = Math.floor(0x1_0000_0000 / limit) * limit;
  for (;;) {
    const value = Buffer.from(bytes(4)).readUInt32BE(0);
    if (value < fair) return value % limit;
  }
}
