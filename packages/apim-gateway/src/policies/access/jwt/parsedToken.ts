import type { HostJwt } from "../../../csharp/host/data";
import { isTooDeep } from "../../../csharp/host/readJwt";
import { jose } from "../../../identity/jose";

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

/** Characters beyond which .NET's library reads no token. */
export const longestToken = 256_000;

/** Parts of a signed token, of an encrypted one, or of something else. */
export type TokenForm = "signed" | "encrypted" | "malformed";

export function tokenForm(text: string): TokenForm {
  const parts = text.split(".").length;
  return parts === 3 ? "signed" : parts === 5 ? "encrypted" : "malformed";
}

/** `undefined` for what is no token of three parts with JSON objects in the first two. */
export function parseToken(text: string): ParsedToken | undefined {
  if (text.length > longestToken || tokenForm(text) !== "signed") return undefined;
  const read = readParts(text);
  if (read === undefined || typeof read.header.alg !== "string") return undefined;
  const { header, claims } = read;
  return {
    text,
    algorithm: read.header.alg,
    kid: typeof header.kid === "string" ? header.kid : undefined,
    signed: !text.endsWith("."),
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

type Members = Readonly<Record<string, unknown>>;

function readParts(text: string): { readonly header: Members; readonly claims: Members } | undefined {
  const { decodeJwt, decodeProtectedHeader } = jose();
  try {
    const read = { header: decodeProtectedHeader(text), claims: decodeJwt(text) };
    return isTooDeep(read.header) || isTooDeep(read.claims) ? undefined : read;
  } catch {
    return undefined;
  }
}

function hostJwt(header: Members, claims: Members): HostJwt {
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
