import { type CsType, fullNameOf } from "../types/csType";
import type { CsObject, Value } from "./value";

/** What `typeof(T)` and `GetType()` give. */
export class CsTypeObject implements CsObject {
  readonly csType = "Type";
  constructor(readonly type: CsType) {}
  csText(): string {
    return fullNameOf(this.type);
  }
  csEquals(other: Value): boolean {
    return other instanceof CsTypeObject && other.type.key === this.type.key;
  }
  csKey(): string {
    return this.type.key;
  }
}
