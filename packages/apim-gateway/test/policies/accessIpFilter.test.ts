import { guardedGateway } from "./accessTokens";

const filter = (action: string, entries: string) => `<ip-filter action="${action}">${entries}</ip-filter>`;
const address = (text: string) => `<address>${text}</address>`;
const range = (from: string, to: string) => `<address-range from="${from}" to="${to}" />`;

test("allow lets the listed addresses in and answers others with 403", async () => {
  const gateway = guardedGateway(
    filter("allow", `${address("13.66.201.169")}${range("13.66.140.128", "13.66.140.143")}`),
  );
  for (const ip of ["13.66.201.169", "13.66.140.128", "13.66.140.135", "13.66.140.143"])
    expect([ip, (await gateway.send({ ip })).status]).toEqual([ip, 200]);
  for (const ip of ["13.66.201.170", "13.66.140.127", "13.66.140.144", "::1"])
    expect([ip, (await gateway.send({ ip })).status]).toEqual([ip, 403]);
  const answer = await gateway.send({ ip: "10.0.0.1" });
  expect(answer.json()).toEqual({ statusCode: 403, message: "Forbidden" });
  expect(answer.headers.get("x-source")).toBe("ip-filter");
  expect(answer.headers.get("x-reason")).toBe("CallerIpNotAllowed");
  expect(answer.headers.get("x-message")).toBe("Caller IP address 10.0.0.1 is not allowed. Access denied.");
});

test("forbid keeps the listed addresses out and lets others in", async () => {
  const gateway = guardedGateway(filter("forbid", range("10.0.0.0", "10.255.255.255")));
  expect((await gateway.send({ ip: "11.0.0.0" })).status).toBe(200);
  const answer = await gateway.send({ ip: "10.1.2.3" });
  expect(answer.status).toBe(403);
  expect(answer.headers.get("x-reason")).toBe("CallerIpBlocked");
  expect(answer.headers.get("x-message")).toBe("Caller IP address is blocked. Access denied.");
});

test("IPv6 addresses and ranges count, however they are written", async () => {
  const gateway = guardedGateway(filter("allow", `${address("2001:DB8::1")}${range("fd00::", "fd00::ff")}`));
  for (const ip of ["2001:db8:0:0:0:0:0:1", "fd00::a0"])
    expect((await gateway.send({ ip })).status).toBe(200);
  for (const ip of ["2001:db8::2", "fd00::100", "1.2.3.4"])
    expect((await gateway.send({ ip })).status).toBe(403);
});

test("an IPv4 caller who arrived in IPv6 form is the same caller", async () => {
  const gateway = guardedGateway(filter("allow", address("1.2.3.4")));
  expect((await gateway.send({ ip: "::ffff:1.2.3.4" })).status).toBe(200);
  expect((await gateway.send({ ip: "::FFFF:1.2.3.5" })).status).toBe(403);
});

test.each(["", "unknown", "1.2.3", "1.2.3.4:80"])(
  "a caller from '%s' is refused under either action",
  async (ip) => {
    for (const action of ["allow", "forbid"]) {
      const answer = await guardedGateway(filter(action, address("1.2.3.4"))).send({ ip });
      expect(answer.status).toBe(403);
      expect(answer.headers.get("x-reason")).toBe("FailedToParseCallerIP");
    }
  },
);

test("action and addresses may be expressions", async () => {
  const gateway = guardedGateway(
    filter(
      "@(context.Request.Method == &quot;GET&quot; ? &quot;allow&quot; : &quot;forbid&quot;)",
      `<address>@(context.Request.Headers.GetValueOrDefault("x", "1.1.1.1"))</address>${range("@(&quot;2.0.0.0&quot;)", "2.0.0.9")}`,
    ),
  );
  expect((await gateway.send({ ip: "2.0.0.5" })).status).toBe(200);
  expect((await gateway.send({ ip: "2.0.0.5", method: "POST" })).status).toBe(403);
  expect((await gateway.send({ ip: "9.9.9.9" })).status).toBe(403);
  expect((await gateway.send({ ip: "9.9.9.9", headers: { x: "9.9.9.9" } })).status).toBe(200);
  const wrong = await gateway.send({ headers: { x: "somewhere" } });
  expect(wrong.status).toBe(500);
  expect(wrong.headers.get("x-message")).toBe("ip-filter: 'somewhere' is not an IPv4 or IPv6 address.");
});

test.each([
  ["no address", "", "missing-child: ip-filter needs an 'address' or an 'address-range'."],
  ["a network", address("10.0.0.0/8"), "ip-address: ip-filter: '10.0.0.0/8' is not an IPv4 or IPv6 address."],
  [
    "a mixed range",
    range("1.1.1.1", "::2"),
    "ip-address: ip-filter: '1.1.1.1' and '::2' are not of one kind.",
  ],
  [
    "a range backwards",
    range("1.1.1.2", "1.1.1.1"),
    "ip-address: ip-filter: '1.1.1.2' comes after '1.1.1.1'.",
  ],
])("%s is told at load, and nobody passes", async (_, entries, told) => {
  const gateway = guardedGateway(filter("allow", entries));
  expect([gateway.errors, gateway.warnings]).toEqual([[], [told]]);
  expect((await gateway.send()).status).toBe(501);
  expect(guardedGateway(filter("allow", entries), { strict: true }).errors).toHaveLength(1);
});
