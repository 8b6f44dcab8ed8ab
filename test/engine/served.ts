import * as path from "node:path";
import { loadConfiguration, type ServedFolder, serveFolder } from "apim-gateway";
import { type Accounts, startAccounts } from "../gateway/serve/accounts";
import type { Fleet } from "./harness";

/** A gateway that runs beside the engine, on the world of a fleet. */
export interface Served {
  readonly gateway: ServedFolder;
  readonly accounts: Accounts;
  /** The status of one embedding with this key, in the header where Azure OpenAI's clients send it or as a bearer token. */
  ask(key: string, as?: "api-key" | "bearer"): Promise<number>;
  close(): Promise<void>;
}

export async function serveFleet(fleet: Fleet): Promise<Served> {
  const accounts = await startAccounts();
  const gateway = await serveFolder(path.join(fleet.folder, "azure"), {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
    onEvent: () => {},
  });
  return {
    gateway,
    accounts,
    ask: (key, as = "api-key") => statusOf(gateway.url, key, as),
    async close() {
      await gateway.close(0);
      await accounts.close();
    },
  };
}

/** A broken connection is status 0. */
async function statusOf(url: string, key: string, as: "api-key" | "bearer"): Promise<number> {
  const headers: Record<string, string> =
    as === "api-key" ? { "api-key": key } : { authorization: `Bearer ${key}` };
  try {
    const response = await fetch(`${url}/openai/v1/embeddings`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ model: "text-embedding-3-large", input: "hello" }),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** The keys of every subscription of the world, by the subscription's id. */
export function keysOf(
  fleet: Fleet,
): ReadonlyMap<string, { readonly primary: string; readonly secondary: string }> {
  const { configuration } = loadConfiguration(path.join(fleet.folder, "azure"));
  return new Map(
    (configuration?.subscriptions ?? []).map(({ id, primaryKey = "", secondaryKey = "" }) => [
      id,
      { primary: primaryKey, secondary: secondaryKey },
    ]),
  );
}

/** Waits until the gateway has taken over what was written: it follows the folder. */
export async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 500; n++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await condition()).toBe(true);
}
