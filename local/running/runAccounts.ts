import { declaredAccounts } from "../accounts/declared/declaredAccounts";
import type { LocalAccount } from "../accounts/declared/localAccount";
import { LocalAccounts } from "../accounts/localAccounts";
import { type AccountCalled, type ServedAccounts, serveAccounts } from "../accounts/serve/serveAccounts";
import type { AccountSettings } from "../accounts/settings";
import { FolderWorld } from "../azure/folderWorld";
import { type ServedControl, serveControl } from "../control/serveControl";
import { faultRoutes } from "./faultRoutes";

export interface RunAccountsOptions {
  readonly settings: AccountSettings;
  /** Of the first account; the next ones follow. @default any that are free */
  readonly port?: number;
  /** Where faults are made. @default any that is free */
  readonly controlPort?: number;
  readonly onCall?: (called: AccountCalled) => void;
}

/** Accounts that answer on this machine. */
export interface RunningAccounts {
  readonly accounts: LocalAccounts;
  /** Those that are declared now. */
  declared(): readonly LocalAccount[];
  /** Where each is reached, by subdomain. */
  readonly urls: ReadonlyMap<string, string>;
  /** Where the gateway finds them instead of in Azure, by origin. */
  readonly backends: ReadonlyMap<string, string>;
  /** Where faults are made; whoever has the token may. */
  readonly control: ServedControl;
  /** Looks at the world at once, and serves accounts that are new. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Hosts that an account answers at. */
const HOSTS = ["openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com"];

/** Milliseconds until a world is looked at again. */
const LOOK_MS = 2000;

/**
 * Serves accounts, each at an address of its own.
 *
 * @param declared the accounts, or the folder of a world: what an update changes in one of them is known 2 s later
 * @throws WorldFileError when the world cannot be read; Error when no address can be listened on
 */
export async function runAccounts(
  declared: readonly LocalAccount[] | string,
  { settings, port = 0, controlPort = 0, onCall }: RunAccountsOptions,
): Promise<RunningAccounts> {
  const known = typeof declared === "string" ? following(declared) : standing(declared);
  const accounts = new LocalAccounts({ settings, now: Date.now, random: Math.random });
  const latest = (account: LocalAccount) =>
    known.present().find(({ subdomain }) => subdomain === account.subdomain) ?? account;
  const served: ServedAccounts = await serveAccounts(
    known.present(),
    { play: (account, call) => accounts.play(latest(account), call) },
    { port, ...(onCall === undefined ? {} : { onCall }) },
  );
  const control = await serveControl(faultRoutes(accounts, known.present), controlPort);
  const backends = new Map<string, string>();
  const reach = () => {
    for (const [subdomain, url] of served.urls)
      for (const host of HOSTS) backends.set(`https://${subdomain}.${host}`, url);
  };
  reach();
  const refresh = async () => {
    known.look();
    await served.add(known.present());
    reach();
  };
  const close = async () => {
    await control.close();
    await served.close();
  };
  return { accounts, declared: known.present, urls: served.urls, backends, control, refresh, close };
}

interface Known {
  present(): readonly LocalAccount[];
  look(): void;
}

const standing = (declared: readonly LocalAccount[]): Known => ({ present: () => declared, look() {} });

const readAccounts = (folder: string): LocalAccount[] => declaredAccounts(FolderWorld.open(folder));

/** The accounts of a world as it is, looked at when somebody asks. @throws WorldFileError when it cannot be read at all */
function following(folder: string): Known {
  let [known, at] = [readAccounts(folder), performance.now()];
  const look = () => {
    at = performance.now();
    try {
      known = readAccounts(folder);
    } catch {
      // An update is writing it; what was there before holds until the next look.
    }
  };
  return {
    look,
    present() {
      if (performance.now() - at >= LOOK_MS) look();
      return known;
    },
  };
}
