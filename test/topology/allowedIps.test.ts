import { firstOf, formatAddress, lastOf, parseBlock } from "../../infra/topology/ipv4";
import { base, type Case, edited, said } from "./fixture";

const list = (...items: readonly string[]) =>
  ["  sku:", `  allowedIps: [${items.join(", ")}]\n  sku:`] as const;
const existing = [
  "  sku: { name: StandardV2, units: 1 }",
  "  existing: { resourceGroup: rg, name: apim, virtualNetwork: /subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
] as const;

const cases: readonly Case[] = [
  {
    when: "an address is none",
    edits: [list("203.0.113.7", "203.0.113.256", "203.0.113.0/33")],
    says: [
      "6:29 error ip-address gateway.allowedIps[1]: `203.0.113.256` is no IPv4 address or range. | Write four numbers up to 255, and for a range a prefix up to 32.",
      "6:44 error ip-address gateway.allowedIps[2]: `203.0.113.0/33` is no IPv4 address or range. | Write four numbers up to 255, and for a range a prefix up to 32.",
    ],
    fine: [list("203.0.113.7", "198.51.100.0/25")],
  },
  {
    when: "an address has another form",
    edits: [list('"2001:db8::1"', "office")],
    says: [
      "6:16 error wrong-format gateway.allowedIps[0]: item 1 of `gateway.allowedIps` must be an IPv4 address or a range in CIDR form, such as `198.51.100.7` or `203.0.113.0/24`, got the text `2001:db8::1`. | Write it in that form.",
      "6:31 error wrong-format gateway.allowedIps[1]: item 2 of `gateway.allowedIps` must be an IPv4 address or a range in CIDR form, such as `198.51.100.7` or `203.0.113.0/24`, got the text `office`. | Write it in that form.",
    ],
  },
  {
    when: "a range has bits after its prefix",
    edits: [list("203.0.113.9/24")],
    says: [
      "6:16 error ip-address gateway.allowedIps[0]: `203.0.113.9/24` does not start where a /24 range starts: bits after the prefix are set. | Write `203.0.113.0/24` for the range, or `203.0.113.9` for the one address.",
    ],
  },
  {
    when: "the list keeps nobody out",
    edits: [list("203.0.113.7", "0.0.0.0/0")],
    says: [
      "6:29 error ip-address-all gateway.allowedIps[1]: `0.0.0.0/0` is every address, so the list keeps nobody out. | Remove the entry, or `allowedIps` where everybody may call.",
    ],
  },
  {
    when: "an entry says what another says",
    edits: [list("203.0.113.7", "203.0.113.0/24", "203.0.113.7/32", "203.0.113.0/24")],
    says: [
      "6:16 warning ip-address-covered gateway.allowedIps[0]: `203.0.113.7` is within `203.0.113.0/24`, which is in the list too. | Remove one of the two.",
      "6:45 warning ip-address-covered gateway.allowedIps[2]: `203.0.113.7/32` is within `203.0.113.7`, which is in the list too. | Remove one of the two.",
      "6:61 error duplicate-item gateway.allowedIps[3]: `203.0.113.0/24` stands twice in this list. | Remove one of the two.",
    ],
  },
  {
    when: "an address is private, and the gateway is called at its public one",
    edits: [list("10.1.0.0/16")],
    says: [
      "6:16 warning ip-address-private gateway.allowedIps[0]: `10.1.0.0/16` is private, but callers reach the gateway at its public address and are seen with their own public ones. | Write the address that your network's calls have on the internet, such as that of its NAT gateway or firewall.",
    ],
    fine: [list("10.1.0.0/16"), existing],
  },
];

describe("the callers' addresses", () => {
  test.each(cases)("are told of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("are fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });

  test.each([
    ["203.0.113.7", "203.0.113.7", "203.0.113.7"],
    ["203.0.113.128/25", "203.0.113.128", "203.0.113.255"],
    ["128.0.0.0/1", "128.0.0.0", "255.255.255.255"],
    ["255.255.255.255/32", "255.255.255.255", "255.255.255.255"],
  ])("%s are those from %s to %s", (text, first, last) => {
    const block = parseBlock(text);
    if (block === undefined) throw new Error(text);
    expect([formatAddress(firstOf(block)), formatAddress(lastOf(block))]).toEqual([first, last]);
  });
});
