import type { LocalAccount, LocalDeployment } from "../../local/accounts/declared/localAccount";
import { LocalAccounts } from "../../local/accounts/localAccounts";
import { accountSettings } from "../../local/accounts/settings";

/** An account with one deployment of each kind. */
export const account = (change: Partial<LocalAccount> = {}): LocalAccount => ({
  subdomain: "oai-a",
  region: "swedencentral",
  takesKeys: true,
  reachable: true,
  deployments: [
    deployment({ name: "gpt-4.1-ptu", tier: "ptu", capacity: 50 }),
    deployment({ name: "gpt-4.1-payg" }),
    deployment({ name: "gpt-5.1-payg", model: "gpt-5.1", version: "2025-11-13" }),
    deployment({ name: "embed", model: "text-embedding-3-large", version: "1" }),
  ],
  ...change,
});

export const deployment = (change: Partial<LocalDeployment> = {}): LocalDeployment => ({
  name: "gpt-4.1-payg",
  model: "gpt-4.1",
  version: "2025-04-14",
  tier: "payg",
  capacity: 1000,
  ...change,
});

/** Accounts at a time that stands until a test moves it. */
export function standing(given: Readonly<Record<string, unknown>> = {}) {
  const { settings, faults } = accountSettings(given);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const clock = { now: Date.UTC(2026, 10, 30, 12) };
  const accounts = new LocalAccounts({ settings, now: () => clock.now, random: () => 0.5 });
  return { accounts, clock };
}
