import * as path from "node:path";
import { loadConfiguration } from "apim-gateway";
import type { Fleet } from "./harness";

/** Callers that never stop asking. */
export interface Traffic {
  /** Every answer so far, the oldest first; a broken connection is status 0. */
  readonly answers: readonly { readonly status: number; readonly text: string }[];
  stop(): Promise<void>;
}

interface Call {
  readonly path: string;
  readonly body: object;
}

const EMBEDDING: Call = { path: "embeddings", body: { model: "text-embedding-3-large", input: "hello" } };
export const CHAT: Call = {
  path: "chat/completions",
  body: { model: "gpt-5.4", messages: [{ role: "user", content: "hello" }] },
};

/** Calls of the first consumer of a fleet, one after the other in each of four lanes, until stopped. */
export function startTraffic(fleet: Fleet, url: string, call = EMBEDDING): Traffic {
  const { configuration } = loadConfiguration(path.join(fleet.folder, "azure"));
  const key = configuration?.subscriptions[0]?.primaryKey as string;
  const answers: { status: number; text: string }[] = [];
  let running = true;
  const lane = async () => {
    while (running) {
      answers.push(await ask(`${url}/openai/v1/${call.path}`, key, call.body));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const done = Promise.all(Array.from({ length: 4 }, lane));
  return {
    answers,
    async stop() {
      running = false;
      await done;
    },
  };
}

async function ask(url: string, key: string, body: object): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "api-key": key, "content-type": "application/json" },
      body: JSON.stringify(body),
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
