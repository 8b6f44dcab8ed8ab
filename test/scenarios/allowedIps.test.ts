import { type CallableFleet, callableFleet, smallFleet } from "./callFleet";

jest.setTimeout(30_000);

/** Every call here comes from 127.0.0.1. */
const lists = {
  listed: "[203.0.113.0/24, 127.0.0.1]",
  "in a range": "[127.0.0.0/30]",
  "not listed": "[203.0.113.0/24, 127.0.0.2, 127.0.0.4/30]",
};
const fleets = new Map<string, CallableFleet>();
beforeAll(async () => {
  const consumers = "  web: { tokensPerMinute: 1000 }";
  for (const [name, list] of Object.entries(lists))
    fleets.set(name, await callableFleet(smallFleet(consumers, `  allowedIps: ${list}`)));
  // API Management itself judges the key, before any policy.
  fleets.set(
    "not listed, keys judged by the service",
    await callableFleet(smallFleet(consumers, `  allowedIps: ${lists["not listed"]}\n  bearerKeys: off`)),
  );
});
afterAll(() => {
  for (const each of fleets.values()) each.remove();
});

const start = (name: string) => (fleets.get(name) as CallableFleet).start();
const surfaces = ["azure", "v1", "regional"] as const;
const refused = {
  message: "This gateway takes no calls from the address 127.0.0.1.",
  type: "invalid_request_error",
  param: null,
  code: "ip_not_authorized",
};

test.each(surfaces)("who calls from an address of the list is served: %s", async (surface) => {
  for (const name of ["listed", "in a range"]) {
    const { call, reached } = start(name);
    expect([name, (await call({ key: "web", surface })).status]).toEqual([name, 200]);
    expect(reached).toHaveLength(1);
  }
});

test.each(surfaces)("whoever else calls gets 403, whatever the key: %s", async (surface) => {
  const { call, reached } = start("not listed");
  for (const given of [{ key: "web" }, { bearer: "no-key" }, {}]) {
    const { status, error, headers } = await call({ ...given, surface });
    expect([status, error]).toEqual([403, refused]);
    expect(headers["content-type"]).toBe("application/json");
  }
  expect(reached).toEqual([]);
});

test("where API Management judges keys itself, it does so first", async () => {
  const { call } = start("not listed, keys judged by the service");
  expect((await call({ key: "web" })).error).toEqual(refused);
  expect((await call({})).status).toBe(401);
});
