import type { LoadHow } from "./sendLoad";

/** Longer than a gateway's longest answer. */
const LONGEST_MS = 300_000;

export interface HttpSender {
  readonly send: LoadHow["send"];
  /** Gives up what is under way. */
  readonly end: () => void;
}

/**
 * Sends over HTTP, on connections that are kept.
 *
 * @param gateway its address, without a slash at the end
 * @param keys by consumer
 */
export function httpSender(gateway: string, keys: ReadonlyMap<string, string>): HttpSender {
  // Each request has a controller of its own: signals that are derived from a long-lived one stay in its memory.
  const open = new Set<AbortController>();
  return {
    async send({ consumer }, path, body) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), LONGEST_MS);
      open.add(abort);
      try {
        const response = await fetch(`${gateway}${path}`, {
          method: "POST",
          headers: { "api-key": keys.get(consumer) ?? "", "content-type": "application/json" },
          body,
          // A key goes to this address and to no other.
          redirect: "error",
          signal: abort.signal,
        });
        await response.arrayBuffer();
        return response.status;
      } finally {
        clearTimeout(timer);
        open.delete(abort);
      }
    },
    end() {
      for (const abort of open) abort.abort();
    },
  };
}
