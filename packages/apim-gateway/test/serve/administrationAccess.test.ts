import fc from "fast-check";
import { Headers } from "../../src/messages/headers";
import type { GatewayRequest } from "../../src/ports/gatewayRequest";
import {
  administrationAccess,
  isLoopbackAddress,
  isLoopbackName,
} from "../../src/serve/administrationAccess";
import { faultOfToken, randomToken } from "../../src/serve/token";

const token = "a-token-of-somebody";
const access = administrationAccess(token);

const request = (
  part: Partial<GatewayRequest> & { given?: Record<string, string> } = {},
): GatewayRequest => ({
  method: "GET",
  scheme: "http",
  host: "127.0.0.1",
  port: 8180,
  target: "/.gateway/traces",
  headers: Headers.of(part.given ?? {}),
  body: null,
  ipAddress: "127.0.0.1",
  onAbort: () => {},
  ...part,
});

test.each([
  ["127.0.0.1", {}],
  ["127.8.9.10", {}],
  ["localhost", {}],
  ["LocalHost.", {}],
  ["api.localhost", {}],
  ["[::1]", {}],
  ["localhost", { Origin: "http://localhost:8180", "Sec-Fetch-Site": "same-origin" }],
  ["localhost", { "Sec-Fetch-Site": "none" }],
  ["[::1]", { Origin: "http://[::1]:8180" }],
])("%s with %j may look inside", (host, given) => {
  expect(access(request({ host, given }))).toBeUndefined();
});

test.each([
  ["a name that an attacker's server answers for", { host: "rebind.example" }, "Host"],
  ["a name that begins like this machine's", { host: "localhost.example" }, "Host"],
  ["a name that ends like it", { host: "evillocalhost" }, "Host"],
  ["an address that is a name", { host: "127.0.0.1.example" }, "Host"],
  ["an address of the network", { host: "192.168.0.7" }, "Host"],
  ["the address of all", { host: "0.0.0.0" }, "Host"],
  ["an address in another spelling", { host: "2130706433" }, "Host"],
  ["an IPv4 address in IPv6", { host: "[::ffff:127.0.0.1]" }, "Host"],
  ["no name at all", { host: "" }, "Host"],
  ["a page of another site", { given: { Origin: "https://evil.example" } }, "another origin"],
  ["a page without an origin", { given: { Origin: "null" } }, "another origin"],
  ["a page of another program here", { given: { Origin: "http://127.0.0.1:3000" } }, "another origin"],
  ["a page by another scheme", { given: { Origin: "https://127.0.0.1:8180" } }, "another origin"],
  ["several origins", { given: { Origin: "http://127.0.0.1:8180, https://evil.example" } }, "another origin"],
  ["an image of another site", { given: { "Sec-Fetch-Site": "cross-site" } }, "another site"],
  ["somebody on the network", { ipAddress: "192.168.0.9" }, "192.168.0.9"],
  [
    "somebody on the network who says that it is this machine",
    { ipAddress: "10.0.0.1", host: "localhost" },
    "10.0.0.1",
  ],
  ["a proxy on this machine", { given: { "X-Forwarded-For": "203.0.113.7" } }, "proxy"],
  ["a tunnel on this machine", { given: { Forwarded: "for=203.0.113.7" } }, "proxy"],
])("%s may not, and is told why", (_what, part, why) => {
  expect(access(request(part))).toContain(why);
  const given = { ...("given" in part ? part.given : {}), Authorization: `Bearer ${token}` };
  expect(access(request({ ...part, given }))).toBeUndefined();
  const wrong = { ...given, Authorization: `Bearer ${token}x` };
  expect(access(request({ ...part, given: wrong }))).toContain(why);
});

test("no name but those of this machine is taken for it", () => {
  fc.assert(
    fc.property(fc.domain(), (name) => {
      fc.pre(!/(?:^|\.)localhost$/i.test(name));
      expect(isLoopbackName(name)).toBe(false);
    }),
  );
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(isLoopbackAddress(address)).toBe(/^127\./.test(address));
    }),
  );
});

test("tokens that are made can be used; short ones and those with spaces cannot", () => {
  expect(faultOfToken(randomToken())).toBeUndefined();
  expect(randomToken()).not.toBe(randomToken());
  for (const bad of ["", "short", "with a space in it, and long", "ümlaut-and-long-enough", "x".repeat(201)])
    expect(faultOfToken(bad)).toContain("16 to 200 characters");
});
