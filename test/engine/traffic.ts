import * as path from "node:path";
import { loadConfiguration } from "apim-gateway";
import type { Fleet } from "./harness";

/** Callers that never stop asking. */
export interface Traffic {
  /** Every answer so far, the oldest first; a broken connection is status 0. */
  readonly answers: readonly { readonly status: number; readonly text: string }[];
  stop(): Promise<void>;
}

/** Embeddings for the first consumer of a fleet, one request after the other in each of some lanes, until stopped. */
export function startTraffic(fleet: Fleet, url: string, lanes = 4): Traffic {
  const { configuration } = loadConfiguration(path.join(fleet.folder, "azure"));
  const key = configuration?.subscriptions[0]?.primaryKey as string;
  const answers: { status: number; text: string }[] = [];
  let running = true;
  const lane = async () => {
    while (running) {
      answers.push(await ask(url, key));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const done = Promise.all(Array.from({ length: lanes }, lane));
  return {
    answers,
    async stop() {
      running = false;
      await done;
    },
  };
}

async function ask(url: string, key: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`${url}/openai/v1/embeddings`, {
      method: "POST",
      headers: { "api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ model: "text-embedding-3-large", input: "hello" }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
}

/** Waits until a condition holds, which must come true. */
export async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 1000 && !condition(); n++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
}
