import { textOf } from "./text";
import type { CsObject, TextStyle, Value } from "./value";

/** `new { a = 1 }`. */
export class CsAnonymous implements CsObject {
  constructor(
    readonly csType: string,
    readonly fields: ReadonlyMap<string, Value>,
  ) {}
  csText(style: TextStyle): string {
    return `{ ${[...this.fields].map(([name, value]) => `${name} = ${textOf(value, style)}`).join(", ")} }`;
  }
}
