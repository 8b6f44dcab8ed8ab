/** A half of a surrogate pair alone cannot be written as UTF-8. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** For a name or a value of a query. */
export const encodeForQuery = (text: string): string =>
  /^[\w.~-]*$/.test(text) ? text : encodeURIComponent(wellFormed(text));

/** For a part of a path; slashes stay. */
export const encodeForPath = (text: string): string =>
  encodeURI(wellFormed(text)).replace(/[?#]/g, encodeURIComponent);

/** Makes text that was meant as a URL sendable: what is percent-encoded in it stays. */
export const encodeRest = (text: string): string =>
  wellFormed(text).replace(/[^\x21\x24-\x7e]|"|#/gu, (found) => encodeURIComponent(found));

/** The name of a query parameter as on the wire, decoded; as it stands where it is no valid encoding. */
export function decodeFromQuery(text: string): string {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
