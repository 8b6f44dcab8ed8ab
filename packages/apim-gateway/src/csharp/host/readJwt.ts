import type { HostJwt } from "./data";

const part = /^[A-Za-z0-9_-]+$/;

/**
 * Reads a signed JWT in its compact form, with or without `Bearer ` before it. Documented: what is no valid JWT gives
 * null. The signature is not verified: `validate-jwt` does that.
 *
 * Claims are text, as .NET's JWT library makes them: one value for each element of an array, objects as JSON, booleans in
 * lower case, null as empty text.
 */
export function readJwt(input: string | null): HostJwt | null {
  const parts = (input ?? "")
    .trim()
    .replace(/^Bearer +/i, "")
    .split(".");
  const [header = "", payload = "", signature = ""] = parts;
  if (parts.length !== 3 || !part.test(header) || !part.test(payload)) return null;
  if (signature !== "" && !part.test(signature)) return null;
  const head = decode(header);
  const claims = decode(payload);
  if (head === undefined || claims === undefined) return null;
  return {
    csType: "Jwt",
    id: text(claims.jti),
    issuer: text(claims.iss),
    subject: text(claims.sub),
    audiences: values(claims.aud),
    algorithm: text(head.alg),
    type: text(head.typ),
    claims: new Map(Object.entries(claims).map(([name, value]) => [name, values(value)])),
    expirationTime: time(claims.exp),
    notBefore: time(claims.nbf),
    issuedAt: time(claims.iat),
  };
}

/** Whether a value has more levels than .NET's JSON readers read. */
export function isTooDeep(value: unknown, levels = 64): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

/** The JSON object of a part; undefined for anything else. */
function decode(encoded: string): Readonly<Record<string, unknown>> | undefined {
  const json = Buffer.from(encoded, "base64url").toString("utf8");
  try {
    const found: unknown = JSON.parse(keepLongNumbers(json));
    return typeof found === "object" && found !== null && !Array.isArray(found) && !isTooDeep(found)
      ? (found as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whole numbers that JavaScript would round become text: claims are text anyway. */
function keepLongNumbers(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gs, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
}

function values(claim: unknown): string[] {
  if (claim === undefined) return [];
  return (Array.isArray(claim) ? claim : [claim]).map((value) => text(value) ?? "");
}

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const lastSecond = 253_402_300_799;

/** Seconds since 1970, also as text; fractions are cut off. Milliseconds, within what a `DateTime` holds. */
function time(value: unknown): number | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  const seconds = Math.trunc(Number(value));
  if (Number.isNaN(seconds) || value === "") return null;
  return Math.max(-62_135_596_800, Math.min(lastSecond, seconds)) * 1000;
}
