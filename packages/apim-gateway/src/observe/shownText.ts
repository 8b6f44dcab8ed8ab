/** The text of a value that the recorder shows as JSON, or as much of it as it shows; anything else as it stands. */
export function shownText(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value)).replace(/… \(\d+ characters\)$/, "");
  } catch {
    return value;
  }
}
