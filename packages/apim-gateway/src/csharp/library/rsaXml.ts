import type { JsonWebKey, KeyObject } from "node:crypto";

/** Elements of .NET's XML of an RSA key, and members of a JSON web key (RFC 7517), in .NET's order. */
const names = [
  ["Modulus", "n"],
  ["Exponent", "e"],
  ["P", "p"],
  ["Q", "q"],
  ["DP", "dp"],
  ["DQ", "dq"],
  ["InverseQ", "qi"],
  ["D", "d"],
] as const;

/** `<RSAKeyValue>…</RSAKeyValue>`. */
export function writeRsaXml(key: KeyObject): string {
  const numbers = key.export({ format: "jwk" });
  const elements = names.flatMap(([element, member]) => {
    const value = numbers[member];
    if (value === undefined) return [];
    return [`<${element}>${Buffer.from(value as string, "base64url").toString("base64")}</${element}>`];
  });
  return `<RSAKeyValue>${elements.join("")}</RSAKeyValue>`;
}

/** @returns `undefined` for what has no modulus and exponent */
export function readRsaXml(xml: string): JsonWebKey | undefined {
  const found = Object.fromEntries(
    names.flatMap(([element, member]) => {
      const text = new RegExp(`<${element}>([A-Za-z0-9+/=\\s]*)</${element}>`).exec(xml)?.[1];
      return text === undefined ? [] : [[member, Buffer.from(text, "base64").toString("base64url")]];
    }),
  );
  return found.n === undefined || found.e === undefined ? undefined : { kty: "RSA", ...found };
}
