/** A value of `context.Variables`, as text: numbers keep their type on both sides. `json` is parsed as Newtonsoft does. */
export interface TypedValue {
  readonly type:
    | "null"
    | "string"
    | "int"
    | "long"
    | "double"
    | "decimal"
    | "bool"
    | "char"
    | "json"
    | "string[]"
    | "DateTime"
    | "TimeSpan"
    | "Guid";
  readonly value?: string;
}

export interface UrlDescription {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly search: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
}

type Members = Readonly<Record<string, unknown>> | null;

/** One `context` as JSON, from which both sides make theirs: `Context.cs` and `hostContext.ts`. Dates are milliseconds. */
export interface ContextDescription {
  readonly missingVariable: "null" | "throws";
  readonly variables: Readonly<Record<string, TypedValue>>;
  readonly request: {
    readonly method: string;
    readonly ipAddress: string;
    readonly url: UrlDescription;
    readonly originalUrl: UrlDescription;
    readonly headers: Readonly<Record<string, readonly string[]>>;
    readonly matchedParameters: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly response: {
    readonly statusCode: number;
    readonly statusReason: string;
    readonly headers: Readonly<Record<string, readonly string[]>>;
    readonly body: string | null;
  } | null;
  readonly lastError: Readonly<Record<string, string | null>> | null;
  readonly operation: Members;
  readonly api: Members;
  readonly product: Members;
  readonly subscription: Members;
  readonly user: Members;
  readonly deployment: Members;
  readonly requestId: string;
  readonly timestamp: number;
  readonly elapsed: number;
  readonly tracing: boolean;
}
