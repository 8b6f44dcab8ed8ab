import { MAX_DEPTH } from "./limits";

/** What js-yaml says (lower case, for its own authors) and what a person can do about it. First match wins. */
const explanations: readonly [pattern: RegExp, message: string, remedy: string][] = [
  [/tab characters/, "a tab is used for indentation; YAML allows blanks only.", "Replace the tab by blanks."],
  [
    /duplicated mapping key/,
    "a key stands twice in the same mapping.",
    "Keep one of the two and delete the other.",
  ],
  [
    /bad indentation of a mapping/,
    "this line's indentation fits no mapping above it, or a value that contains `: ` is not in quotes.",
    "Indent the line like its neighbours, or put the value in quotes.",
  ],
  [
    /bad indentation of a sequence/,
    "this line's indentation fits no list above it.",
    "Indent the line like the other items of its list.",
  ],
  [
    /deficient indentation/,
    "this line is indented less than the value that it belongs to, or a bracket or quotation mark above it is not closed.",
    "Indent the line further than its key, or close what is open above it.",
  ],
  [
    /multiline key/,
    "this line has no `:` after its key.",
    "Write `key: value`; put a text of several lines in quotes.",
  ],
  [/expected ':' after/, "a key here is not followed by `:`.", "Write `key: value`."],
  [
    /whitespace character is expected after the key-value/,
    "the `:` after this key is not followed by a blank.",
    "Write `key: value`, with a blank after the colon.",
  ],
  [/within a flow collection/, "a `{` or `[` is not closed.", "Add the missing `}` or `]`."],
  [/missed comma/, "two items between `{ }` or `[ ]` are not separated by a comma.", "Add the comma."],
  [
    /node content, but found ','/,
    "there is a comma with nothing before it.",
    "Remove the comma, or write the missing item.",
  ],
  [/within a (double|single) quoted/, "a quotation mark is not closed.", "Add the missing quotation mark."],
  [
    /escape sequence|hexadecimal|valid JSON character/,
    "this is not an escape that YAML knows between double quotes.",
    "Write `\\\\` for a backslash, or use single quotes.",
  ],
  [
    /end of the stream or a document separator/,
    "to YAML the file is over here: a key above has no `: ` after it, or this line's indentation fits nothing above it.",
    "Write `key: value` with a blank after the colon, and indent the line like its neighbours.",
  ],
  [
    /null byte|non-printable/,
    "the file contains characters that are not text; it may be binary or not UTF-8.",
    "Save the file as UTF-8 text.",
  ],
  [
    /maxDepth/,
    `the values are nested more than ${MAX_DEPTH} deep.`,
    "Remove levels; no topology needs more than eight.",
  ],
  [
    /alias|anchor/,
    "an alias (`*name`) or anchor (`&name`) is not well written.",
    "Write a name right after `*` or `&`; put a text that starts with one of them in quotes.",
  ],
  [
    /directive|YAML version/i,
    "a line that starts with `%` is not a directive that YAML knows.",
    "Remove the line.",
  ],
  [
    /tag/,
    "a YAML tag (`!name`) is not well written.",
    "Remove the tag; put a text that starts with `!` in quotes.",
  ],
  [
    /chomping|indentation (width|indicator)|block scalar/,
    "the sign after `|` or `>` is not one that YAML knows.",
    "Write `|` or `>` alone, and the text indented below it.",
  ],
];

/** Puts a syntax error of js-yaml in our words. */
export function explainSyntax(reason: string): { message: string; remedy: string } {
  for (const [pattern, message, remedy] of explanations) if (pattern.test(reason)) return { message, remedy };
  return {
    message: "the text is not YAML from here on.",
    remedy: "Look for a missing quotation mark, colon or bracket on this line or the one above.",
  };
}
