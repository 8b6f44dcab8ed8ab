import fc from "fast-check";
import { findAddressFault, planSubnets, smallestPrefix } from "../../infra/topology/addresses";

describe("the subnets of a private fleet", () => {
  test.each([
    [
      "10.60.0.0/22",
      { gateway: "10.60.0.0/24", gatewayPrefix: 24, endpoints: "10.60.2.0/23", endpointRoom: 507 },
    ],
    [
      "10.0.0.0/8",
      { gateway: "10.0.0.0/24", gatewayPrefix: 24, endpoints: "10.128.0.0/9", endpointRoom: 8388603 },
    ],
    [
      "192.168.7.0/24",
      { gateway: "192.168.7.0/25", gatewayPrefix: 25, endpoints: "192.168.7.128/25", endpointRoom: 123 },
    ],
    [
      "172.31.255.192/26",
      { gateway: "172.31.255.192/27", gatewayPrefix: 27, endpoints: "172.31.255.224/27", endpointRoom: 27 },
    ],
    [
      "100.64.0.16/28",
      { gateway: "100.64.0.16/29", gatewayPrefix: 29, endpoints: "100.64.0.24/29", endpointRoom: 3 },
    ],
  ])("divide %s into a gateway's part below and the endpoints' above", (space, plan) => {
    expect(planSubnets(space)).toEqual(plan);
  });

  test("lie within the address space and never overlap", () => {
    const space = fc.integer({ min: 8, max: 28 }).chain((prefix) =>
      fc.integer({ min: 0, max: 2 ** (prefix - 8) - 1 }).map((index) => {
        const address = 10 * 2 ** 24 + index * 2 ** (32 - prefix);
        return {
          prefix,
          first: address,
          text: `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${prefix}`,
        };
      }),
    );
    fc.assert(
      fc.property(space, ({ first, prefix, text }) => {
        const plan = planSubnets(text);
        const gateway = rangeOf(plan.gateway);
        const endpoints = rangeOf(plan.endpoints);
        expect(gateway.start).toBe(first);
        expect(gateway.end).toBeLessThanOrEqual(endpoints.start);
        expect(endpoints.end).toBe(first + 2 ** (32 - prefix));
        expect(endpoints.end - endpoints.start - 5).toBe(plan.endpointRoom);
      }),
    );
  });

  test.each([
    [
      "10.60.1.0/22",
      "does not start where a /22 range starts: bits after the prefix are set.",
      "Write `10.60.0.0/22`.",
    ],
    [
      "10.0.0.0/7",
      "has the prefix /7; from /8 to /28 is allowed.",
      "Write a /22, which suits a fleet of any size.",
    ],
    [
      "0.0.0.0/0",
      "has the prefix /0; from /8 to /28 is allowed.",
      "Write a /22, which suits a fleet of any size.",
    ],
    [
      "10.0.0.0/29",
      "has the prefix /29; from /8 to /28 is allowed.",
      "Write a /22, which suits a fleet of any size.",
    ],
    [
      "10.0.0.0/33",
      "is not an IPv4 range in CIDR form.",
      "Write four numbers up to 255 and a prefix up to 32, such as `10.60.0.0/22`.",
    ],
    [
      "11.0.0.0/22",
      "is not a private range.",
      "Use a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 that your network does not use yet.",
    ],
    [
      "172.0.0.0/8",
      "is not a private range.",
      "Use a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 that your network does not use yet.",
    ],
  ])("are refused for %s", (space, message, remedy) => {
    expect(findAddressFault(space)).toEqual({ message, remedy });
    expect(() => planSubnets(space)).toThrow(`\`${space}\` ${message}`);
  });

  test.each([
    [1, 29, 28],
    [4, 29, 27],
    [1, 27, 26],
    [27, 27, 26],
    [28, 27, 25],
    [30, undefined, 25],
    [3, undefined, 28],
  ])("of %i endpoints and a /%s gateway fit into a /%i", (endpoints, gateway, prefix) => {
    expect(smallestPrefix(endpoints, gateway)).toBe(prefix);
  });
});

function rangeOf(cidr: string): { start: number; end: number } {
  const [address = "", prefix] = cidr.split("/");
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { start, end: start + 2 ** (32 - Number(prefix)) };
}
