import { type ServedFolder, serveFolder } from "apim-gateway";
import { type Accounts, startAccounts } from "../gateway/serve/accounts";
import { stackWorld } from "../gateway/serve/stackWorld";

/** A stack's policies in the local gateway, with accounts behind it, for clients that know nothing of either. */
export interface ClientFleet {
  readonly url: string;
  readonly accounts: Accounts;
  /** The last call that reached an account. @throws Error when none did */
  lastCall(): Accounts["calls"][number];
  key(consumer: string): string;
  close(): Promise<void>;
}

/** Every request of a test is answered by this fleet; what is a fault of the gateway itself ends the test. */
export async function startClientFleet(
  stack: "dev" | "prod" = "prod",
  change?: (yaml: string) => string,
): Promise<ClientFleet> {
  const world = await stackWorld(stack, change);
  const accounts = await startAccounts();
  const gateway: ServedFolder = await serveFolder(world.dir, {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
    onEvent: (event) => {
      if (event.kind === "defect") throw event.error;
    },
  });
  return {
    url: gateway.url,
    accounts,
    key: (consumer) => world.key(consumer),
    lastCall() {
      const call = accounts.calls.at(-1);
      if (call === undefined) throw new Error("No account was called.");
      return call;
    },
    async close() {
      await gateway.close(0);
      await accounts.close();
      world.remove();
    },
  };
}

/** Production, where `checkout` may keep files. */
const withFiles = (yaml: string) =>
  `stateful: files\n${yaml.replace("    tokensPerMinute: 200000\n", "    tokensPerMinute: 200000\n    stateful: files\n")}`;

/** The fleet of a file's tests: started before the first, closed after the last, without calls before each. */
export function clientFleet(): Omit<ClientFleet, "close"> {
  let fleet: ClientFleet;
  beforeAll(async () => {
    fleet = await startClientFleet("prod", withFiles);
  });
  afterAll(() => fleet.close());
  beforeEach(() => {
    fleet.accounts.calls.length = 0;
    fleet.accounts.behave(undefined);
  });
  return {
    get url() {
      return fleet.url;
    },
    get accounts() {
      return fleet.accounts;
    },
    lastCall: () => fleet.lastCall(),
    key: (consumer) => fleet.key(consumer),
  };
}
