import type { Value } from "../runtime/value";

/** What `TryParse` gives: whether it went well, and the value or its default. */
export const tried = (make: () => Value, other: Value) => {
  try {
    return { csType: "out", result: true, out: make() };
  } catch {
    return { csType: "out", result: false, out: other };
  }
};
