import type { HostContext, HostHeaders, HostUrl } from "../../src/csharp/host/data";
import type { Value } from "../../src/csharp/runtime/value";

export function headersOf(entries: Readonly<Record<string, readonly string[]>>): HostHeaders {
  const map = new Map(Object.entries(entries).map(([name, values]) => [name.toLowerCase(), values]));
  return { values: (name) => map.get(name.toLowerCase()), names: () => Object.keys(entries) };
}

const url: HostUrl = {
  csType: "IUrl",
  scheme: "https",
  host: "gw.example",
  port: 443,
  path: "/openai",
  query: new Map(),
};

/** A request to `chat-completions` with the variables that a test sets. */
export function contextWith(
  variables: Readonly<Record<string, Value>> = {},
  more: Partial<HostContext> = {},
): HostContext {
  return {
    csType: "IContext",
    variables: new Map(Object.entries(variables)),
    response: null,
    lastError: null,
    requestId: "00000000-0000-0000-0000-000000000001",
    elapsed: 12,
    timestamp: 0,
    tracing: false,
    request: {
      csType: "IRequest",
      method: "POST",
      url,
      originalUrl: url,
      ipAddress: "10.0.0.1",
      headers: headersOf({ "X-A": ["1", "2"] }),
      matchedParameters: new Map([["id", "7"]]),
      content: { csType: "IMessageBody", read: () => '{"model":"gpt-5.4"}' },
    },
    operation: { csType: "IOperation", Id: "chat-completions" },
    api: null,
    product: null,
    subscription: null,
    user: null,
    deployment: null,
    trace: () => {},
    ...more,
  };
}

export const runtime = { now: () => Date.UTC(2026, 10, 23, 12), random: () => 0.25 };
