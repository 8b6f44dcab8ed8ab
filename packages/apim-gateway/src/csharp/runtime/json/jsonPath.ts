import type { CompiledRegex } from "../regex/match";
import { fail, type Value } from "../value";

/** One step of a path. */
export type PathStep =
  /** `.name`, `['a','b']`; no names: `.*`, the values of an object. */
  | { readonly kind: "fields"; readonly names: readonly string[] | undefined }
  /** `..name`, `..['a','b']`, `..*`: anywhere below. */
  | { readonly kind: "scan"; readonly names: readonly string[] | undefined }
  /** `[0,1]`; no places: `[*]`. */
  | { readonly kind: "items"; readonly places: readonly number[] | undefined }
  | {
      readonly kind: "slice";
      readonly start: number | undefined;
      readonly end: number | undefined;
      readonly step: number | undefined;
    }
  /** `[?(…)]`, and `..[?(…)]` with `deep`. */
  | { readonly kind: "filter"; readonly test: PathTest; readonly deep: boolean }
  /** `$` within a filter. */
  | { readonly kind: "root" };

export type PathOperand = { readonly path: readonly PathStep[] } | { readonly value: Value | CompiledRegex };
export type PathTest =
  | { readonly kind: "all"; readonly tests: readonly PathTest[] }
  | { readonly kind: "any"; readonly tests: readonly PathTest[] }
  | { readonly kind: "exists"; readonly left: PathOperand }
  | {
      readonly kind: "compare";
      readonly operator: string;
      readonly left: PathOperand;
      readonly right: PathOperand;
    };

export const pathError = (message: string) => fail("JsonException", message);

/** Shared between a path and the paths inside its filters. */
export class PathCursor {
  at = 0;
  constructor(readonly text: string) {}
  get next(): string {
    return this.text[this.at] ?? "";
  }
  get atEnd(): boolean {
    return this.at >= this.text.length;
  }
  accept(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
  blank(): void {
    while (this.next === " ") this.at++;
  }
  /** What the pattern, which is sticky, takes from here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
  /** Text in quotes; a backslash takes the next character as it is. */
  quoted(quote: string): string {
    let found = "";
    for (this.at++; !this.atEnd; this.at++) {
      if (this.next === quote) {
        this.at++;
        return found;
      }
      if (this.next === "\\") this.at++;
      found += this.next;
    }
    throw pathError(quote === "'" ? "Path ended with an open string." : "Path ended with an open regex.");
  }
}
