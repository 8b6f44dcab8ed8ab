import type { Finding } from "../finding";
import type { Path } from "../path";
import { error, type Fleet } from "./rule";

/** Control characters, and what turns the direction of the text around it, so that a reviewer reads something else. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** No name and no text has control characters: Azure refuses them in most places, and nobody sees them in a file. */
export function* plainText({ file }: Fleet): Iterable<Finding> {
  yield* within(file, []);
}

function* within(value: unknown, path: Path): Iterable<Finding> {
  if (typeof value === "string") {
    if (CONTROL.test(value)) yield found(value, path, "value");
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* within(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (CONTROL.test(key)) yield found(key, [...path, key], "key");
      yield* within(item, [...path, key]);
    }
  }
}

function found(text: string, path: Path, at: "key" | "value"): Finding {
  const index = text.search(CONTROL);
  const code = (text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return error(
    "control-character",
    at === "key" ? { key: path } : path,
    `character ${index + 1} of this text is the control character U+${code}, which cannot be seen and which Azure refuses.`,
    "Remove it; a line break often comes from a text of several lines (`|` or `>`): write it on one.",
  );
}
