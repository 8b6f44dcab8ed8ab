// What moves the cursor, hides text or turns its direction; a value must not play with somebody's terminal.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text for one line of a terminal. */
export function printable(text: string): string {
  return text
    .replace(/\r\n|\r|\n/g, "⏎")
    .replace(/\t/g, " ")
    .replace(unprintable, "�");
}
