import type { Finding } from "../finding";
import { error, type Fleet } from "./rule";

/** Keys are counted where the fleet makes them. */
export function* countedKeys({ file }: Fleet): Iterable<Finding> {
  if (file.gateway.bearerKeys !== "off") return;
  for (const [consumer, { keys }] of Object.entries(file.consumers)) {
    if (keys === undefined) continue;
    yield error(
      "keys-not-ours",
      { key: ["consumers", consumer, "keys"] },
      "with `bearerKeys: off` API Management makes the keys, so a number in the file changes none.",
      `Remove \`keys\`; \`./fleet key ${consumer} --rotate secondary\` has API Management make a new key.`,
    );
  }
}
