import type { HostJwt } from "../../../csharp/host/data";

/** A token in its parts. Nothing in it has been checked. */
export interface ParsedToken {
  readonly text: string;
  readonly algorithm: string;
  readonly kid: string | undefined;
  /** Whether it has a signature at all. */
  readonly signed: boolean;
  readonly claims: Readonly<Record<string, unknown>>;
  /** As expressions see it. */
  readonly jwt: HostJwt;
}

/** Parts of a signed token, of an encrypted one, or of something else. */
export type TokenForm = "signed" | "encrypted" | "malformed";

export function tokenForm(text: string): TokenForm {
  const parts = text.split(".").length;
  return parts === 3 ? "signed" : parts === 5 ? "encrypted" : "malformed";
}

/** `undefined` for what is no token of three parts with JSON objects in the first two. */
export function parseToken(text: string): ParsedToken | undefined {
  const [head = "", body = "", signature] = text.split(".");
  if (signature === undefined || tokenForm(text) !== "signed") return undefined;
  const header = readObject(head);
  const claims = readObject(body);
  if (header === undefined || claims === undefined || typeof header.alg !== "string") return undefined;
  return {
    text,
    algorithm: header.alg,
    kid: typeof header.kid === "string" ? header.kid : undefined,
    signed: signature !== "",
    claims,
    jwt: hostJwt(header, claims),
  };
}

/** The values of a claim as text: those of a list one by one. */
export function claimValues(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((item) =>
    typeof item === "object" ? JSON.stringify(item) : String(item),
  );
}

function readObject(part: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function hostJwt(
  header: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
): HostJwt {
  const text = (value: unknown) => (value === undefined || value === null ? null : String(value));
  const time = (value: unknown) => (typeof value === "number" ? value * 1000 : null);
  return {
    csType: "Jwt",
    id: text(claims.jti),
    issuer: text(claims.iss),
    subject: text(claims.sub),
    audiences: claims.aud === undefined ? [] : claimValues(claims.aud),
    algorithm: text(header.alg),
    type: text(header.typ),
    claims: new Map(Object.entries(claims).map(([name, value]) => [name, claimValues(value)])),
    expirationTime: time(claims.exp),
    notBefore: time(claims.nbf),
  };
}
