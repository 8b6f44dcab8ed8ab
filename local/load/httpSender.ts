import type { LoadHow } from "./sendLoad";

/** Longer than a gateway's longest answer. */
const LONGEST_MS = 300_000;

/**
 * Sends over HTTP.
 *
 * @param gateway its address, without a slash at the end
 * @param keys by consumer
 */
export function httpSender(
  gateway: string,
  keys: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): LoadHow["send"] {
  return async ({ consumer }, path, body) => {
    const limit = AbortSignal.timeout(LONGEST_MS);
    const response = await fetch(`${gateway}${path}`, {
      method: "POST",
      headers: { "api-key": keys.get(consumer) ?? "", "content-type": "application/json" },
      body,
      redirect: "error",
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    await response.arrayBuffer();
    return response.status;
  };
}
