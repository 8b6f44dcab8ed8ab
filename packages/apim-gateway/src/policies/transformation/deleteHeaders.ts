import { keyOf } from "../../messages/headers";
import type { Step } from "../../pipeline/step";
import { messageOf } from "./sectionMessage";

interface Deletion extends Step {
  readonly ofRequest: boolean;
  readonly names: readonly string[];
}

/**
 * Deletes headers of a section's message. Deletions that stand one after the other become one: a gateway that hides its
 * backends deletes twenty headers of every response, of which it has two.
 */
export function deleteHeaders(ofRequest: boolean, names: readonly string[]): Step {
  const keys: ReadonlySet<string> = new Set(names.map(keyOf));
  const step: Step = (exchange) => {
    const message = messageOf(exchange, ofRequest);
    if (message === undefined) return undefined;
    for (const name of names) exchange.recorder?.note(`${name}: delete`);
    message.headers.deleteKeys(keys);
    return undefined;
  };
  const joinedWith = (next: Step): Step | undefined =>
    isDeletion(next) && next.ofRequest === ofRequest
      ? deleteHeaders(ofRequest, [...names, ...next.names])
      : undefined;
  return Object.assign(step, { ofRequest, names, joinedWith });
}

const isDeletion = (step: Step): step is Deletion => "names" in step && "ofRequest" in step;
