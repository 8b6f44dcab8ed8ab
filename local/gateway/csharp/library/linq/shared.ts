import { CsSequence } from "../../runtime/collections";
import { fail, type Value } from "../../runtime/value";
import type { CsType } from "../../types/csType";

/** Type arguments of a generic method. */
export type Types = readonly CsType[];

/** What values of this type carry as their element type. */
export const key = (types: Types, at = 0): string => (types[at] as CsType).key;
export const lazy = (type: string, run: () => Iterable<Value>): CsSequence => new CsSequence(type, run);
export const none = () => fail("InvalidOperationException", "Sequence contains no elements");
export const noMatch = () => fail("InvalidOperationException", "Sequence contains no matching element");
