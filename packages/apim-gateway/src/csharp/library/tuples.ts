import type { CsArray } from "../runtime/collections";
import { textOf } from "../runtime/text";
import type { TextStyle, Value } from "../runtime/value";
import { defineType, type Rows } from "../types/table";
import { equal } from "./core";

class CsTuple {
  readonly csType = "Tuple";
  constructor(
    readonly csArgs: readonly string[],
    readonly items: readonly Value[],
  ) {}
  csText(style: TextStyle): string {
    return `(${this.items.map((item) => textOf(item, style)).join(", ")})`;
  }
  csEquals(other: Value): boolean {
    return (
      other instanceof CsTuple &&
      other.csArgs.join() === this.csArgs.join() &&
      this.items.every((item, index) => equal(item, other.items[index] as Value))
    );
  }
}

const creators: Record<string, Rows[string]> = {};
for (const count of [1, 2, 3, 4, 5]) {
  const names = Array.from({ length: count }, (_, at) => `T${at + 1}`);
  const parameters = names.map((name, at) => `${name} item${at + 1}`).join(", ");
  const make = (types: readonly { readonly key: string }[], ...items: Value[]) =>
    new CsTuple(
      types.map(({ key }) => key),
      items,
    );
  const rows: Record<string, Rows[string]> = { [`new(${parameters})`]: make };
  names.forEach((name, at) => {
    rows[`${name} Item${at + 1}`] = (self: CsArray) => self.items[at] as Value;
  });
  defineType("class", "System.Tuple", rows, { parameters: names });
  creators[`static Tuple<${names.join(", ")}> Create<${names.join(", ")}>(${parameters})`] = make;
}
defineType("static", "System.Tuple", creators);
