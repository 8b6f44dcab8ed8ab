import { Body } from "../src/messages/body";
import { Headers } from "../src/messages/headers";
import type { GatewayRequest } from "../src/ports/gatewayRequest";
import type { Configuration } from "../src/resources/configuration";

export interface PolicyLoad {
  readonly configuration: Configuration;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answer: string;
}

/** Makes the same request again and again, as it would come from the wire. */
export function arrivals({ headers, body, target }: PolicyLoad): () => GatewayRequest {
  const raw = Object.entries(headers).flat();
  const bytes = Buffer.from(body);
  return () => ({
    method: "POST",
    scheme: "https",
    host: "gateway.example",
    port: 443,
    target,
    headers: Headers.fromRaw(raw),
    body: Body.arrived(bytes),
    ipAddress: "203.0.113.9",
    onAbort: () => {},
  });
}
