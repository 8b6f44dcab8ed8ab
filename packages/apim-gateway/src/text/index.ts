// The door to how lines are written, for command lines and reports that speak as this one does: re-exports only.

export { closest, didYouMean, editDistance } from "./closest";
export { count } from "./count";
export { harmless } from "./harmless";
export { printable } from "./printable";
export { type Column, cut, table } from "./table";
export { type Indent, wrap } from "./wrap";
