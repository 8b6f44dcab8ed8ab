import type { Body } from "../../messages/body";
import type { Headers } from "../../messages/headers";

/** What a policy that makes a body works on. */
export interface HasBody {
  readonly headers: Headers;
  body: Body | null;
}

/** Gives a message another body. What told the length of the old one is gone; whoever sends the message measures. */
export function replaceBody(message: HasBody, body: Body): void {
  if (message.body !== body) message.body?.discard();
  message.body = body;
  message.headers.delete("Content-Length");
  message.headers.delete("Transfer-Encoding");
}
