import { pool } from "../backends/fleet";
import { policyGateway } from "../policies/policyGateway";
import { account, accounts, answersOf, type Behaviour, countOf, throttled } from "./accounts";

// The test matrix that Microsoft runs against the service, in numbers of our own:
// https://github.com/Azure-Samples/Apim-Samples/blob/main/samples/load-balancing/README.md

type Members = Parameters<typeof pool>[1];

/** Each account answers so many requests, then refuses until `seconds` after its first one in a row. */
function matrix(members: Members, most = 5, seconds = 15, settings: Readonly<Record<string, unknown>> = {}) {
  const names = members.map((member) => (typeof member === "string" ? member : member[0]));
  const limited = (name: string): Behaviour => {
    let used = 0;
    let since = 0;
    return () => {
      const now = gateway.clock.now;
      if (now - since >= seconds * 1000) [used, since] = [0, now];
      return ++used > most ? throttled(seconds - Math.floor((now - since) / 1000)) : { body: name };
    };
  };
  const gateway = policyGateway({
    inbound: `<base /><set-backend-service backend-id="members" />`,
    backend: `<retry count="2" interval="0" first-fast-retry="true" condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode == 503)"><forward-request buffer-request-body="true" /></retry>`,
    backends: [...names.map((name) => account(name, { acceptRetryAfter: true })), pool("members", members)],
    serve: accounts(Object.fromEntries(names.map((name) => [name, limited(name)]))),
    settings,
  });
  return gateway;
}

test("priorities: the first serves until it is exhausted, then the second, then nobody", async () => {
  const gateway = matrix([
    ["a", 1],
    ["b", 2],
  ]);
  expect((await answersOf(gateway, 15)).join(" ")).toBe("a a a a a b b b b b 503 503 503 503 503");
});

test("equal weights: the two take turns until both are exhausted", async () => {
  const gateway = matrix([
    ["a", 1, 50],
    ["b", 1, 50],
  ]);
  expect((await answersOf(gateway, 12)).join(" ")).toBe("a b a b a b a b a b 503 503");
});

test.each(["smooth-weighted", "random-weighted"])(
  "weights 80 and 20 are the shares (%s)",
  async (poolSelection) => {
    const gateway = matrix(
      [
        ["a", 1, 80],
        ["b", 1, 20],
      ],
      1000,
      15,
      { poolSelection },
    );
    const seen = await answersOf(gateway, 200);
    expect(countOf(seen, "a")).toBeGreaterThan(140);
    expect(countOf(seen, "a")).toBeLessThan(180);
  },
);

test("priority 1, then two equals of priority 2, and no request is lost on the way", async () => {
  const gateway = matrix([
    ["a", 1],
    ["b", 2, 50],
    ["c", 2, 50],
  ]);
  const seen = await answersOf(gateway, 25);
  expect(seen.slice(0, 5)).toEqual(Array(5).fill("a"));
  expect([countOf(seen.slice(5, 15), "b"), countOf(seen.slice(5, 15), "c")]).toEqual([5, 5]);
  expect(new Set(seen.slice(15))).toEqual(new Set([503]));
});

test("with half a second between the requests the pool serves longer", async () => {
  const gateway = matrix(
    [
      ["a", 1],
      ["b", 2, 50],
      ["c", 2, 50],
    ],
    5,
    4,
  );
  const seen = await answersOf(gateway, 20, () => gateway.clock.advance(500));
  expect(seen.filter((each) => typeof each === "number")).toEqual([]);
});

test("after the earliest Retry-After the pool serves again", async () => {
  const gateway = matrix([
    ["a", 1],
    ["b", 2],
  ]);
  await answersOf(gateway, 6);
  gateway.clock.advance(4000);
  expect(await answersOf(gateway, 6)).toEqual(["b", "b", "b", "b", 503, 503]);
  gateway.clock.advance(11_000);
  expect(await answersOf(gateway, 2)).toEqual(["a", "a"]);
});

// https://github.com/Azure-Samples/AI-Gateway/pull/93: the pool's priorities and weights were lost by accident.
test("without priorities and weights all members are alike", async () => {
  const gateway = matrix(["a", "b", "c"]);
  expect((await answersOf(gateway, 6)).join(" ")).toBe("a b c a b c");
});
