import type {
  HostBody,
  HostContext,
  HostLastError,
  HostRecord,
  HostUrl,
} from "../../../src/csharp/host/data";
import { CsGuid } from "../../../src/csharp/library/platform";
import { arrayOfValues } from "../../../src/csharp/runtime/collections";
import { readJson } from "../../../src/csharp/runtime/json/read";
import { parseNumber } from "../../../src/csharp/runtime/parseNumber";
import { CsDateTime, CsTimeSpan } from "../../../src/csharp/runtime/time";
import { charOf, type Value } from "../../../src/csharp/runtime/value";
import { headersOf } from "../contexts";
import type { ContextDescription, TypedValue, UrlDescription } from "./description";

/** The TypeScript side's `context` of a description: new each time, for expressions may consume bodies. */
export function hostContext(from: ContextDescription): HostContext {
  const { request, response, lastError } = from;
  return {
    csType: "IContext",
    variables: new Map(Object.entries(from.variables).map(([name, value]) => [name, typed(value)])),
    request: {
      csType: "IRequest",
      method: request.method,
      ipAddress: request.ipAddress,
      url: url(request.url),
      originalUrl: url(request.originalUrl),
      headers: headersOf(request.headers),
      matchedParameters: new Map(Object.entries(request.matchedParameters)),
      content: body(request.body),
    },
    response:
      response === null
        ? null
        : {
            csType: "IResponse",
            statusCode: response.statusCode,
            statusReason: response.statusReason,
            headers: headersOf(response.headers),
            content: body(response.body),
          },
    lastError:
      lastError === null
        ? null
        : ({
            csType: "ILastError",
            ...Object.fromEntries(
              Object.entries(lastError).map(([name, text]) => [
                name.charAt(0).toLowerCase() + name.slice(1),
                text,
              ]),
            ),
          } as unknown as HostLastError),
    operation: record("IOperation", from.operation),
    api: record("IApi", from.api),
    product: record("IProduct", from.product),
    subscription: record("ISubscription", from.subscription),
    user: record("IUser", from.user),
    deployment: record("IDeployment", from.deployment),
    requestId: from.requestId,
    timestamp: from.timestamp,
    elapsed: from.elapsed,
    tracing: from.tracing,
    trace: () => {},
  };
}

function typed({ type, value = "" }: TypedValue): Value {
  switch (type) {
    case "null":
      return null;
    case "string":
      return value;
    case "int":
    case "long":
    case "double":
    case "decimal":
      return parseNumber(value, type);
    case "bool":
      return value === "true";
    case "char":
      return charOf(value.charCodeAt(0));
    case "json":
      return readJson(value);
    case "string[]":
      return arrayOfValues("string", value.split(","));
    case "DateTime":
      return CsDateTime.fromUnix(Number(value));
    case "TimeSpan":
      return new CsTimeSpan(BigInt(value) * 10_000n);
    case "Guid":
      return new CsGuid(value);
  }
}

function url(from: UrlDescription): HostUrl {
  return { csType: "IUrl", ...from, query: new Map(Object.entries(from.query)) };
}

function body(text: string | null): HostBody | null {
  if (text === null) return null;
  let content = text;
  return {
    csType: "IMessageBody",
    read: (preserve) => {
      const read = content;
      if (!preserve) content = "";
      return read;
    },
  };
}

/** Groups and the gateway are records of their own. */
function record(csType: string, from: Readonly<Record<string, unknown>> | null): HostRecord | null {
  if (from === null) return null;
  const inner = (type: string, value: unknown) => ({ csType: type, ...(value as object) });
  return {
    csType,
    ...from,
    ...(Array.isArray(from.Groups) ? { Groups: from.Groups.map((group) => inner("IGroup", group)) } : {}),
    ...(from.Gateway === undefined ? {} : { Gateway: inner("IGateway", from.Gateway) }),
  };
}
