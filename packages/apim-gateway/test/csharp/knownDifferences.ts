import type { OracleRow } from "./oracle/compare";

/** Where this gateway and Mono differ on purpose or for now, each with its reason. */
export interface KnownDifference {
  readonly reason: string;
  applies(row: OracleRow): boolean;
}

/** Without the zeros at the ends of fractions. */
const shortened = (text: string) =>
  text.replace(/(\d)\.(\d*?)0+(?!\d)/g, (_, a, b) => (b === "" ? a : `${a}.${b}`));

export const knownDifferences: readonly KnownDifference[] = [
  {
    reason: "Mono rounds 0.5, 2.5 and 2.345 away from zero; .NET documents halves to even.",
    applies: ({ source }) => /Math\.Round\(\(?[02]\./.test(source),
  },
  {
    reason: "Mono keeps other trailing zeros in decimal remainders and zeros; the number is the same.",
    applies: ({ source, ours, mono }) => shortened(ours) === shortened(mono) && /%|0\.0/.test(source + ours),
  },
  {
    reason:
      "C# finds no better overload for a constant and a char, as each is better for one of them; here the nearest is taken.",
    applies: ({ source, mono }) =>
      mono === "refused" && /Math\.(?:Max|Min)\(/.test(source) && /\[0\]\)|'.'|\(char\)/.test(source),
  },
  {
    reason:
      "A choice between constants by a constant is a constant to C#, which then checks it; here it is computed.",
    applies: ({ source, mono }) => mono === "refused" && /(?:\((?:true|false)|m\)) \? /.test(source),
  },
  {
    reason: "Mono refuses a constant between -1 and 0 as a char or byte; C# cuts it to 0.",
    applies: ({ source, mono }) =>
      mono === "refused" && /\((?:char|byte)\)\(\(-?[\d.]+ [-%+] [\d.]+\)\)/.test(source),
  },
  {
    reason: "C# refuses `n += 1` for a char, as 1 is no char; here the sum becomes a char.",
    applies: ({ source, ours, mono }) =>
      mono === "refused" && source.includes("n += 1") && ours.startsWith("System.Object System.Char"),
  },
  {
    reason:
      "Mono looks at a nullable operand first, and not at the other when it is null; C# goes left to right.",
    applies: ({ source, ours }) =>
      /\((?:int|long|double|decimal|bool)\?\)/.test(source) && ours.includes(" !"),
  },
];
