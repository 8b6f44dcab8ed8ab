import type { OracleRow } from "./oracle/compare";

/** Where this gateway and Mono differ on purpose or for now, each with its reason. */
export interface KnownDifference {
  readonly reason: string;
  applies(row: OracleRow): boolean;
}

const value = (text: string) => text.replace(/^\S+ /, "");
const number = (text: string) => /^System\.(?:Decimal|String):(-?\d+(?:\.\d+)?)$/.exec(value(text))?.[1];

export const knownDifferences: readonly KnownDifference[] = [
  {
    reason: "Mono rounds 2.5 and 2.345 away from zero; .NET documents halves to even.",
    applies: ({ source }) => source.startsWith("Math.Round(2."),
  },
  {
    reason: "Mono keeps other trailing zeros in decimal remainders and zeros; the number is the same.",
    applies: ({ source, ours, mono }) => {
      const [a, b] = [number(ours), number(mono)];
      if (a === undefined || b === undefined || Number(a) !== Number(b)) return false;
      return source.includes("%") || Number(a) === 0;
    },
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
    applies: ({ source, mono }) => mono === "refused" && /\((?:true|false) \? /.test(source),
  },
  {
    reason: "Mono refuses the constant -0.5 as a char; C# cuts it to 0.",
    applies: ({ source, mono }) => mono === "refused" && source.includes("(char)((0 - 0.5))"),
  },
  {
    reason: "C# refuses `n += 1` for a char, as 1 is no char; here the sum becomes a char.",
    applies: ({ source, mono }) => mono === "refused" && source.startsWith("{ var n = ((char)("),
  },
  {
    reason:
      "Mono looks at a nullable operand first, and not at the other when it is null; C# goes left to right.",
    applies: ({ source, ours }) =>
      /\((?:int|long|double|decimal|bool)\?\)/.test(source) && ours.includes(" !"),
  },
];
