import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Trace } from "apim-gateway";
import { parseTopology } from "../../../infra/topology/parse";
import type { AccountCalled } from "../../../local/accounts/serve/serveAccounts";
import { accountSettings } from "../../../local/accounts/settings";
import { type RunningFleet, runFleet } from "../../../local/running/runFleet";
import { makeWorldOf } from "../../../local/simulation/stackWorld";

const root = resolve(__dirname, "../../..");
const tenant = "11111111-0000-4000-8000-000000000001";
const application = "22222222-0000-4000-8000-000000000001";

/** The region that a chat is asked in first. */
export const REGION = "swedencentral";

/** What `npm start` runs, for clients that know nothing of it. */
export interface LiveFleet extends RunningFleet {
  readonly key: string;
  /** Of a consumer whose limit a few chats exceed. */
  readonly smallKey: string;
  /** Of an application that stands for the same consumer. */
  readonly token: string;
  /** Calls that the best region was given and did not answer. */
  lost(): number;
  /** From now on all are full until a caller has been told so, then one request is served, and so on. */
  fillByTurns(): void;
  /** Requests whose caller got an error, and may have asked again by itself. */
  failed(): number;
}

/** The development environment with Microsoft Entra ID beside its keys; limits are not what is tried here. */
export async function liveFleet(): Promise<LiveFleet> {
  const folder = mkdtempSync(join(tmpdir(), "fleet-live-"));
  const file = join(root, "stacks/dev.yaml");
  const yaml = readFileSync(file, "utf8")
    .replace("gateway:\n", `gateway:\n  entra: { tenantId: ${tenant}, audience: [api://fleet] }\n`)
    .replace("playground: {", `playground: { entraApplications: [${application}],`)
    .replace("tokensPerMinute: 20000", "tokensPerMinute: 2000000")
    .concat("  small: { class: standard, tokensPerMinute: 1000 }\n");
  const read = parseTopology(yaml, file, "2026-11-30");
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join("\n"));
  const world = await makeWorldOf(read.value, folder);
  const { settings } = accountSettings({ tokensPerSecond: 5000 });
  let lost = 0;
  let failed = 0;
  let takesTurns = false;
  // By what happens and not by the clock: who asks again is served, however slow the machine is.
  const fill = () => {
    takesTurns = true;
    fleet.accounts.addFault({ kind: "429", seconds: 1, from: Date.now() });
  };
  const onCall = ({ region, status }: AccountCalled) => {
    if (region === REGION && (status === 0 || status >= 400)) lost++;
    if (takesTurns && status === 200) fill();
  };
  const onRequest = ({ status }: Trace) => {
    if (status >= 400) failed++;
    if (takesTurns && status === 429) fleet.accounts.clearFaults();
  };
  const fleet = await runFleet(world.dir, { settings, onCall, onRequest });
  const { url, adminToken } = fleet.gateway;
  const issued = await fetch(`${url}/.gateway/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}` },
    body: JSON.stringify({ tenant, claims: { aud: "api://fleet", azp: application } }),
  });
  const { token } = (await issued.json()) as { token: string };
  const close = async () => {
    await fleet.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    ...fleet,
    key: world.key("playground"),
    smallKey: world.key("small"),
    token,
    lost: () => lost,
    fillByTurns: fill,
    failed: () => failed,
    close,
  };
}
