import type { CsArray } from "../runtime/collections";
import type { Machine } from "../runtime/machine";
import { SeededRandom } from "../runtime/random";
import {
  argumentNull,
  argumentOutOfRange,
  CsByte,
  CsDouble,
  type CsObject,
  type Value,
} from "../runtime/value";
import { defineType } from "../types/table";

/** Without a seed, each number is drawn from what the evaluation was given. */
class CsRandom implements CsObject {
  readonly csType = "Random";
  constructor(readonly seeded: SeededRandom | undefined) {}
}

const fraction = (self: CsRandom, machine: Machine): number =>
  self.seeded?.fraction() ?? machine.environment.random();

function between(self: CsRandom, machine: Machine, low: number, high: number): number {
  const range = high - low;
  const part =
    range > 2147483647 && self.seeded !== undefined ? self.seeded.wideFraction() : fraction(self, machine);
  return low + Math.floor(part * range);
}

defineType("class", "System.Random", {
  "new()": () => new CsRandom(undefined),
  "new(int Seed)": (seed: number) => new CsRandom(new SeededRandom(seed)),
  "int Next()"(self: CsRandom) {
    return self.seeded?.integer() ?? between(self, this, 0, 2147483647);
  },
  "int Next(int maxValue)"(self: CsRandom, high: number) {
    if (high < 0) throw argumentOutOfRange("maxValue", "'maxValue' must be greater than zero.");
    return between(self, this, 0, high);
  },
  "int Next(int minValue, int maxValue)"(self: CsRandom, low: number, high: number) {
    if (high < low) throw argumentOutOfRange("minValue", "'minValue' cannot be greater than maxValue.");
    return between(self, this, low, high);
  },
  "double NextDouble()"(self: CsRandom) {
    return new CsDouble(fraction(self, this));
  },
  "void NextBytes(byte[] buffer)"(self: CsRandom, buffer: CsArray | null): Value {
    if (buffer === null) throw argumentNull("buffer");
    for (const index of buffer.items.keys())
      buffer.items[index] = new CsByte((self.seeded?.integer() ?? between(self, this, 0, 256)) % 256);
    return null;
  },
});
