/** @typedef {import("../pageEvents").Snapshot | import("../pageEvents").Tick} PageEvent */

/** Milliseconds until a fleet that is gone is asked again. */
const AGAIN = 2000;

/**
 * Follows the events of a fleet, and begins again when they end. `EventSource` cannot send the token, so this reads the
 * stream itself.
 *
 * @param {string} token
 * @param {(event: PageEvent) => void} onEvent
 * @param {(state: "live" | "gone" | "forbidden") => void} onState
 */
export async function follow(token, onEvent, onState) {
  for (;;) {
    try {
      const response = await fetch("/events", { headers: { authorization: `Bearer ${token}` } });
      if (response.status === 401) return onState("forbidden");
      if (response.body === null) throw new Error("no events");
      onState("live");
      await read(response.body, onEvent);
    } catch {
      // It ended, or nobody is there: told below either way.
    }
    onState("gone");
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {(event: PageEvent) => void} onEvent
 */
async function read(body, onEvent) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (line.startsWith("data: ")) onEvent(JSON.parse(line.slice(6)));
    }
  }
}

/**
 * Asks the fleet for something.
 *
 * @param {string} token
 * @param {"GET" | "POST" | "DELETE"} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<{ readonly ok: boolean, readonly text: string }>}
 */
export async function ask(token, method, path, body) {
  try {
    const response = await fetch(path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ok: response.ok, text: await response.text() };
  } catch {
    return { ok: false, text: '{"error":"The fleet does not answer."}' };
  }
}
