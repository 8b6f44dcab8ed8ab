import { type AddressInfo, createServer } from "node:net";
import type { AccountRequest } from "../../local/accounts/answers/accountRequest";
import { type AccountFault, hits, isOn, retryAfterHeaders } from "../../local/accounts/faults/accountFault";
import { readFault } from "../../local/accounts/faults/readFault";
import { serveAccounts } from "../../local/accounts/serve/serveAccounts";
import { serveControl } from "../../local/control/serveControl";
import { faultRoutes, places } from "../../local/running/faultRoutes";
import { account, deployment, standing } from "./localFleet";

const NOW = Date.UTC(2026, 10, 30, 12);
const chat: AccountRequest = {
  method: "POST",
  path: "/openai/deployments/gpt-4.1-payg/chat/completions?api-version=1",
  headers: { "api-key": "k" },
  body: '{"messages":[{"role":"user","content":"Hello."}]}',
};

test.each([
  ['{"kind":"refused"}', { kind: "refused", from: NOW }],
  [
    '{"kind":"429","where":"a","forSeconds":5,"retryAfter":"ms"}',
    { kind: "429", where: "a", from: NOW, to: NOW + 5000, retryAfter: "ms" },
  ],
  ["{", "The body is not JSON."],
  ['{"kind":"exploded"}', /^`kind` must be one of .*refused, hangs/],
  ['{"kind":"500","share":2}', /^`--share`: /],
  ['{"kind":"500","forSecond":2}', /forSecond/],
  ['{"kind":"500","seconds":2}', "`seconds` belongs to `slow` and `429`."],
  ['{"kind":"500","retryAfter":"ms"}', "`retryAfter` belongs to `429`."],
  ['{"kind":"500","capacity":0.5}', "`capacity` belongs to `less`."],
  ['{"kind":"less","share":0.5}', "`share` belongs to faults of single calls, which `less` is not."],
] as const)("%s is read, or told for what it is", (text, wanted) => {
  const read = readFault(text, NOW);
  if (typeof wanted === "string") expect(read).toEqual({ problem: wanted });
  else if (wanted instanceof RegExp) expect(read).toEqual({ problem: expect.stringMatching(wanted) });
  else expect(read).toEqual({ fault: wanted });
});

test("a fault is there for its time, and one that comes and goes for half of each period", () => {
  const fault: AccountFault = { kind: "500", from: NOW, to: NOW + 60_000, flapSeconds: 20 };
  const on = [-1, 0, 9, 10, 19, 20, 29, 30, 59, 60].filter((second) => isOn(fault, NOW + second * 1000));
  expect(on).toEqual([0, 9, 20, 29]);
});

test("a place is a region, an account, a deployment, or a deployment of one of them", () => {
  const own = account({ resourceId: "/x/accounts/oai-name" });
  const hit = (where: string | undefined) =>
    hits({ kind: "500", from: 0, ...(where && { where }) }, own, "gpt-4.1-payg");
  expect(
    [undefined, "swedencentral", "oai-a", "oai-name", "gpt-4.1-payg", "swedencentral/gpt-4.1-payg"].map(hit),
  ).toEqual([true, true, true, true, true, true]);
  expect(["eastus2", "gpt-4.1-ptu", "eastus2/gpt-4.1-payg", "gpt-4.1"].map(hit)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("each way of saying when to come again", () => {
  expect(retryAfterHeaders("seconds", 1500, NOW)).toEqual({ "retry-after": "2" });
  expect(retryAfterHeaders("ms", 1500, NOW)).toEqual({ "retry-after": "2", "retry-after-ms": "1500" });
  expect(retryAfterHeaders("date", 1500, NOW)).toEqual({ "retry-after": "Mon, 30 Nov 2026 12:00:01 GMT" });
  expect(retryAfterHeaders("day", 1500, NOW)).toEqual({ "retry-after": "86400" });
  expect(retryAfterHeaders("none", 1500, NOW)).toEqual({});
  expect(retryAfterHeaders("garbage", 1500, NOW)).toEqual({ "retry-after": "soon" });
});

test("a share of the calls is hit, a fault that is over hits none, and what is mended is counted", () => {
  const { accounts, clock } = standing();
  const status = () => {
    const { outcome } = accounts.play(account(), chat);
    return typeof outcome === "string" ? outcome : outcome.status;
  };
  // Every draw is 0.5 here.
  accounts.addFault({ kind: "503", from: NOW, to: NOW + 1000, share: 0.5 });
  expect(status()).toBe(200);
  accounts.addFault({ kind: "503", from: NOW, to: NOW + 1000, share: 0.6, where: "swedencentral" });
  expect(status()).toBe(503);
  clock.now = NOW + 1000;
  expect(status()).toBe(200);
  expect(accounts.faults).toEqual([]);
  accounts.addFault({ kind: "hangs", from: clock.now, where: "oai-a" });
  expect(status()).toBe("silence");
  expect([accounts.clearFaults("eastus2"), accounts.clearFaults("oai-a")]).toEqual([0, 1]);
  accounts.addFault({ kind: "refused", from: clock.now });
  expect(status()).toBe("refused");
});

test("over HTTP: no connection, silence, a body that breaks, one that stops, one that comes late, one of something else", async () => {
  const { accounts } = standing({ firstTokenMs: 1, tokensPerSecond: 5000 });
  const served = await serveAccounts([account()], accounts);
  const url = `${served.urls.get("oai-a")}${chat.path}`;
  const call = (body = chat.body, timeout = 5000) =>
    fetch(url, { method: "POST", headers: { ...chat.headers }, body, signal: AbortSignal.timeout(timeout) });
  const broken = (kind: AccountFault["kind"], more: Partial<AccountFault> = {}) => {
    accounts.clearFaults();
    accounts.addFault({ kind, from: 0, ...more });
  };
  const streamed = '{"stream":true,"messages":[{"role":"user","content":"Hello."}]}';
  try {
    broken("refused");
    await expect(call()).rejects.toThrow("fetch failed");
    broken("hangs");
    await expect(call(chat.body, 200)).rejects.toThrow("timeout");
    broken("cut");
    const cut = await call(streamed);
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toThrow("terminated");
    broken("stall");
    const stalled = await call(streamed, 500);
    await expect(stalled.text()).rejects.toThrow("timeout");
    broken("slow", { seconds: 0.3 });
    const began = performance.now();
    expect((await call()).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(300);
    broken("garbled");
    expect(await (await call()).text()).toMatch(/^<html>/);
    accounts.clearFaults();
    expect((await (await call(streamed)).text()).endsWith("data: [DONE]\n\n")).toBe(true);
  } finally {
    await served.close();
  }
});

test("faults are made by whoever has the token, and nobody else", async () => {
  const { accounts } = standing();
  const declared = [account({ deployments: [deployment({ name: "ptu", tier: "ptu", capacity: 15 })] })];
  const control = await serveControl(faultRoutes(accounts, () => declared));
  const ask = (method: string, path: string, body?: string, token = control.token) =>
    fetch(`${control.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
  try {
    expect((await ask("GET", "/state", undefined, "another")).status).toBe(401);
    expect((await fetch(`${control.url}/faults`, { method: "DELETE" })).status).toBe(401);
    const made = await ask("POST", "/faults", '{"kind":"500","where":"swedencentral"}');
    expect(await made.json()).toMatchObject({ deployments: ["swedencentral/ptu"] });
    expect(await (await ask("GET", "/state")).json()).toMatchObject({
      faults: [{ kind: "500", where: "swedencentral" }],
      accounts: [{ name: "oai-a", deployments: [{ name: "ptu", utilization: 0 }] }],
    });
    const unknown = await ask("POST", "/faults", '{"kind":"500","where":"swedencentrl"}');
    expect([unknown.status, await unknown.json()]).toEqual([
      400,
      { error: expect.stringContaining("There is no `swedencentrl` here."), known: places(declared) },
    ]);
    expect(await (await ask("DELETE", "/faults")).json()).toEqual({ cleared: 1 });
    expect((await ask("GET", "/")).status).toBe(404);
  } finally {
    await control.close();
  }
});

test("an account takes the next port where its own is taken", async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
  const { port } = taken.address() as AddressInfo;
  const served = await serveAccounts([account(), account({ subdomain: "oai-b" })], standing().accounts, {
    port,
  });
  const ports = [...served.urls.values()].map((url) => Number(new URL(url).port));
  expect(ports[0]).toBeGreaterThan(port);
  expect(ports[1]).toBeGreaterThan(ports[0] as number);
  await served.close();
  await new Promise((done) => taken.close(done));
});
