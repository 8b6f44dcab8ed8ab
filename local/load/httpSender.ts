import type { LoadHow } from "./sendLoad";

/** Longer than a gateway's longest answer. */
const LONGEST_MS = 300_000;

/**
 * Sends over HTTP.
 *
 * @param gateway its address, without a slash at the end
 * @param keys by consumer
 */
export function httpSender(gateway: string, keys: ReadonlyMap<string, string>): LoadHow["send"] {
  return async ({ consumer }, path, body) => {
    const response = await fetch(`${gateway}${path}`, {
      method: "POST",
      headers: { "api-key": keys.get(consumer) ?? "", "content-type": "application/json" },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    await response.arrayBuffer();
    return response.status;
  };
}
