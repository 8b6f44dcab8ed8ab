import type { CsObject, Value } from "../runtime/value";

/** What the gateway gives an expression. Objects are read when asked, so a getter costs nothing while nobody looks. */
export interface HostHeaders {
  values(name: string): readonly string[] | undefined;
  names(): Iterable<string>;
}
/** `read` throws nothing: the gateway has the whole text before an expression that reads it runs (see `members`). */
export interface HostBody {
  readonly csType: "IMessageBody";
  read(preserveContent: boolean): string;
}
export interface HostUrl {
  readonly csType: "IUrl";
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
}
export interface HostRequest {
  readonly csType: "IRequest";
  readonly method: string;
  readonly url: HostUrl;
  readonly originalUrl: HostUrl;
  readonly ipAddress: string;
  readonly headers: HostHeaders;
  readonly matchedParameters: ReadonlyMap<string, string>;
  readonly body: HostBody | null;
}
export interface HostResponse {
  readonly csType: "IResponse";
  readonly statusCode: number;
  readonly statusReason: string;
  readonly headers: HostHeaders;
  readonly body: HostBody | null;
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
/** Plain text members by the names that C# uses: `{ csType: "IApi", Id: "…", Name: "…" }`. */
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
  readonly expirationTime: number | null;
  readonly notBefore: number | null;
}
export interface HostContext {
  readonly csType: "IContext";
  readonly variables: ReadonlyMap<string, Value>;
  readonly request: HostRequest;
  readonly response: HostResponse | null;
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
  trace(message: string): void;
}
