import type { Certificate } from "../../certificates/certificate";
import type { CsObject, Value } from "../runtime/value";
import type { VariableName } from "./variableName";

/** What the gateway gives an expression. Objects are read when asked, so a getter costs nothing while nobody looks. */
export interface HostHeaders {
  values(name: string): readonly string[] | undefined;
  names(): Iterable<string>;
}
/** `read` throws nothing: the gateway has the whole text before an expression that reads it runs (see `members`). */
export interface HostBody {
  readonly csType: "IMessageBody";
  read(preserveContent: boolean): string;
  /** The body as it came; without it, `As<byte[]>` gives the text in UTF-8. */
  readBytes?(preserveContent: boolean): Uint8Array;
}
export interface HostUrl extends CsObject {
  readonly csType: "IUrl";
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** The query on the wire, without `?`; without it, it is written from `query`. */
  readonly search?: string;
}
export interface HostRequest {
  readonly csType: "IRequest";
  readonly method: string;
  readonly url: HostUrl;
  readonly originalUrl: HostUrl;
  readonly ipAddress: string;
  readonly headers: HostHeaders;
  readonly matchedParameters: ReadonlyMap<string, string>;
  readonly content: HostBody | null;
  /** Of the caller. */
  readonly certificate?: Certificate | null;
}
/** What Microsoft Foundry's own gateway policy asks of a request. */
export interface HostFoundryRequest {
  readonly csType: "IFoundryRequest";
  /** The model's deployment that the request is for; null where it names none. */
  readonly deployment: string | null;
}
export interface HostResponse {
  readonly csType: "IResponse";
  readonly statusCode: number;
  readonly statusReason: string;
  readonly headers: HostHeaders;
  readonly content: HostBody | null;
}
export interface HostLastError {
  readonly csType: "ILastError";
  readonly source: string | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly scope: string | null;
  readonly section: string | null;
  readonly path: string | null;
  readonly policyId: string | null;
}
/**
 * Members by the names that C# uses: `{ csType: "IApi", Id: "…", Name: "…" }`. Dates are milliseconds since 1970, lists are
 * arrays, `ServiceUrl` is a `HostUrl`, `Certificates` an object of `Certificate`s; `host/records.ts` names them all.
 */
export interface HostRecord extends CsObject {
  readonly [member: string]: unknown;
}
export interface HostJwt {
  readonly csType: "Jwt";
  readonly id: string | null;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly audiences: readonly string[];
  readonly algorithm: string | null;
  readonly type: string | null;
  readonly claims: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds since 1970, as the other two. */
  readonly expirationTime: number | null;
  readonly notBefore: number | null;
  readonly issuedAt?: number | null;
}
export interface HostAuthorization extends CsObject {
  readonly csType: "Authorization";
  readonly accessToken: string;
  readonly claims: ReadonlyMap<string, Value>;
}

export interface HostBasicCredentials {
  readonly csType: "BasicAuthCredentials";
  readonly userId: string;
  readonly password: string;
}
/** By name, in the order in which they were set. A map is one. */
export interface HostVariables {
  readonly size: number;
  get(name: string): Value | undefined;
  /** The same as `get`, for a name that is asked for again and again. @default `get` */
  read?(name: VariableName): Value | undefined;
  has(name: string): boolean;
  keys(): Iterable<string>;
}
export interface HostContext {
  readonly csType: "IContext";
  readonly variables: HostVariables;
  readonly request: HostRequest;
  readonly response: HostResponse | null;
  /** What `Response` is while there is no response. @default null */
  readonly noResponse?: HostResponse | null;
  readonly foundry?: HostFoundryRequest;
  readonly lastError: HostLastError | null;
  readonly requestId: string;
  /** Milliseconds since the request arrived. */
  readonly elapsed: number;
  readonly timestamp: number;
  readonly tracing: boolean;
  readonly operation: HostRecord | null;
  readonly api: HostRecord | null;
  readonly product: HostRecord | null;
  readonly subscription: HostRecord | null;
  readonly user: HostRecord | null;
  readonly deployment: HostRecord | null;
  /** The chosen backend, or null before one is chosen. */
  readonly backend?: HostRecord | null;
  /** Whether somebody trusts a certificate now. @default nobody trusts any */
  verifyCertificate?(certificate: Certificate, revocation: boolean): boolean;
  trace(message: string): void;
}
