import { PolicyFailure } from "../../../pipeline/failure";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML does not have
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Text for an element or an attribute. @throws PolicyFailure for a character that XML cannot hold */
export function escapeXml(text: string): string {
  const found = impossible.exec(text);
  if (found !== null)
    throw new PolicyFailure({
      reason: "InvalidXml",
      message: `XML cannot hold the character 0x${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}.`,
    });
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}

/** A name of any characters as an XML name: what XML does not allow becomes `_x0020_`, as .NET writes it. */
export function encodeXmlName(name: string): string {
  if (name === "") return "_";
  return name.replace(/[^\p{L}\p{Nd}_.-]|^[^\p{L}_]/gu, (character) =>
    [...character]
      .map((part) => `_x${(part.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}_`)
      .join(""),
  );
}
