import { generateKeyPairSync, sign } from "node:crypto";
import { type Call, type CallableFleet, callableFleet, smallFleet } from "./callFleet";

jest.setTimeout(30_000);

const home = "11111111-0000-4000-8000-000000000001";
const partner = "11111111-0000-4000-8000-000000000002";
const app = (digit: number) => `22222222-0000-4000-8000-00000000000${digit}`;
const group = (digit: number) => `33333333-0000-4000-8000-00000000000${digit}`;
const v1Audience = "api://fleet";
const v2Audience = "44444444-0000-4000-8000-000000000001";

/** Each consumer may call one model that tells it apart: `web` chats, `search` embeds, the others may do both. */
const consumers = [
  `  web: { tokensPerMinute: 1000, requestsPerMinute: 100, entraApplications: ["${app(1).toUpperCase()}"] }`,
  `  roles: { tokensPerMinute: 2000, entraRoles: [Fleet.Use] }`,
  `  groups: { tokensPerMinute: 3000, entraGroups: ["${group(1)}"] }`,
  `  critical: { class: critical, tokensPerMinute: 4000, entraGroups: ["${group(2)}"] }`,
  `  night: { class: batch, tokensPerMinute: 5000, entraGroups: ["${group(3)}"] }`,
].join("\n");
const entra = (more: string) =>
  `  entra: { tenantId: [${home}, ${partner.toUpperCase()}], audience: [${v1Audience}, ${v2Audience}]${more} }`;

/** Which consumer a reply was for: their limits differ. */
const limits: Readonly<Record<string, string>> = {
  "1000": "web",
  "2000": "roles",
  "3000": "groups",
  "4000": "critical",
  "5000": "night",
};
const fleets = new Map<string, CallableFleet>();
const fleet = (name: string) => fleets.get(name) as CallableFleet;
beforeAll(async () => {
  for (const required of ["either", "token", "both", "key"])
    fleets.set(required, await callableFleet(smallFleet(consumers, entra(`, require: ${required}`))));
  fleets.set(
    "one tenant",
    await callableFleet(
      smallFleet(
        `  web: { tokensPerMinute: 1000, entraApplications: ["${app(1)}"] }\n  other: { tokensPerMinute: 7 }`,
        `  bearerKeys: off\n  entra: { tenantId: ${home}, audience: ${v1Audience} }`,
      ),
    ),
  );
});
afterAll(() => {
  for (const each of fleets.values()) each.remove();
});

/** A gateway, and calls of it with tokens that it issued. */
function start(name = "either") {
  const started = fleet(name).start();
  const token = (claims: Record<string, unknown>, tenant = home, version: "1.0" | "2.0" = "2.0") =>
    started.gateway.issueToken({ tenant, version, claims: { aud: v2Audience, ...claims } });
  const send = async (claims: Record<string, unknown>, how: Partial<Call> = {}, tenant = home) =>
    started.call({ bearer: await token(claims, tenant), ...how });
  /** Whom a token stands for. */
  const who = async (...given: Parameters<typeof send>) => {
    const { status, headers, error } = await send(...given);
    return status === 200 ? limits[headers["x-ratelimit-limit-tokens"] ?? ""] : error.code;
  };
  return { ...started, token, send, who };
}

const surfaces = ["azure", "v1", "regional"] as const;

describe("a token stands for a consumer", () => {
  test.each(surfaces.flatMap((surface) => [false, true].map((stream) => [surface, stream] as const)))(
    "by its application, an app role or a group: %s, streamed %s",
    async (surface, stream) => {
      const { who, reached } = start();
      const how = { surface, stream };
      expect(await who({ azp: app(1) }, how)).toBe("web");
      expect(await who({ roles: ["Else", "Fleet.Use"] }, how)).toBe("roles");
      expect(await who({ groups: [group(9), group(1).toUpperCase()] }, how)).toBe("groups");
      expect(await who({ roles: ["fleet.use"] }, how)).toBe("unknown_application");
      expect(reached).toHaveLength(3);
      for (const { authorization } of reached) expect(authorization).not.toContain(v2Audience);
    },
  );

  test("of any tenant and audience that the fleet names, in tokens of both versions", async () => {
    const { who, call, token } = start();
    expect(await who({ azp: app(1) }, {}, partner)).toBe("web");
    const first = await token({ aud: v1Audience, appid: app(1) }, partner, "1.0");
    expect((await call({ bearer: first })).status).toBe(200);
  });

  test("of several that fit: by application before role before group, and by class before name", async () => {
    const { who } = start();
    const all = { azp: app(1), roles: ["Fleet.Use"], groups: [group(3), group(1), group(2)] };
    expect(await who(all)).toBe("web");
    expect(await who({ ...all, azp: app(9) })).toBe("roles");
    expect(await who({ groups: all.groups })).toBe("critical");
    expect(await who({ groups: [group(3), group(1)] })).toBe("groups");
  });
});

const hour = 3600;
type Refused = readonly [
  what: string,
  claims: (now: number) => Record<string, unknown>,
  code: string,
  message: RegExp,
  tenant?: string,
];
const refused: readonly Refused[] = [
  [
    "has expired",
    (now) => ({ exp: now - 1, nbf: now - hour }),
    "token_expired",
    /^The token expired at 2025-12-31 23:59:59 UTC\. Get a new one\.$/,
  ],
  [
    "is not valid yet",
    (now) => ({ nbf: now + hour, exp: now + 2 * hour }),
    "token_not_yet_valid",
    /^The token is not valid before 2026-01-01 01:00:00 UTC\.$/,
  ],
  [
    "is for somebody else",
    () => ({ aud: "https://graph.microsoft.com" }),
    "wrong_audience",
    new RegExp(
      `^The token is for \`https://graph.microsoft.com\`, and this fleet takes tokens for ${v1Audience}`,
    ),
  ],
  [
    "is of a tenant of others",
    () => ({}),
    "wrong_issuer",
    /^The token was issued by `https:\/\/login\.microsoftonline\.com\/55555555-[^`]*`, whose tokens this fleet does not accept\.$/,
    "55555555-0000-4000-8000-000000000001",
  ],
  [
    "says that it is of another issuer than its tenant",
    () => ({ iss: "https://evil.example/" }),
    "wrong_issuer",
    /^The token was issued by `https:\/\/evil\.example\/`/,
  ],
  [
    "names an application that no consumer has",
    () => ({ azp: app(9) }),
    "unknown_application",
    new RegExp(`^The token is valid, but its application \`${app(9)}\` is no consumer of this fleet`),
  ],
];

describe.each(["either", "one tenant"])("a token is refused with its reason, %s", (name) => {
  test.each(
    refused.flatMap((each) =>
      surfaces.slice(0, 2).map((surface) => ({ surface, what: each[0], refusal: each })),
    ),
  )("on $surface, when it $what", async ({ surface, refusal: [, claims, code, message, tenant] }) => {
    const { send, now, reached } = start(name);
    const audience = name === "either" ? {} : { aud: v1Audience };
    const all = { azp: app(1), ...audience, ...claims(now() / 1000) };
    const { status, headers, error } = await send(all, { surface }, tenant);
    expect([status, error.code, error.type]).toEqual([401, code, "invalid_request_error"]);
    expect(error.message).toMatch(message);
    expect(headers["www-authenticate"]).toBe(
      `Bearer error="invalid_token", error_description="${error.message}"`,
    );
    expect(JSON.stringify(error)).not.toMatch(/web|groups:|critical|33333333/);
    expect(reached).toEqual([]);
  });
});

describe("a forged token", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  /** Another's signature over the parts of a good token. */
  const signed = (token: string, header: object) => {
    const [, payload] = token.split(".");
    const text = `${encode(header)}.${payload}`;
    return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
  };
  const kid = (token: string) =>
    (JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as { kid: string }).kid;

  test.each<[string, (token: string) => string]>([
    ["is signed by a stranger", (token) => signed(token, { alg: "RS256", typ: "JWT", kid: kid(token) })],
    ["has no signature", (token) => `${token.split(".").slice(0, 2).join(".")}.`],
    ["says that it has none", (token) => `${encode({ alg: "none" })}.${token.split(".")[1]}.`],
    [
      "has other claims than were signed",
      (token) => {
        const [head, , tail] = token.split(".");
        const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;
        return [head, encode({ ...claims, azp: app(1) }), tail].join(".");
      },
    ],
    ["is no token", () => "a.b.c"],
    ["is cut off", (token) => token.slice(0, -40)],
  ])("is refused when it %s", async (_, forge) => {
    const { token, call } = start();
    const { status, error } = await call({ bearer: forge(await token({ azp: app(9) })) });
    expect([status, error.code]).toEqual([401, "invalid_token"]);
  });

  test("cannot write into the header of its refusal", async () => {
    const { send } = start();
    const { headers } = await send({ aud: 'x", realm="evil\r\nX-Evil: 1' });
    expect(headers["www-authenticate"]).toMatch(/^Bearer error="invalid_token", error_description="[^"]*"$/);
    expect(headers["x-evil"]).toBeUndefined();
  });
});

test.each([
  ["a link", { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: "https://graph" } } }],
  ["a note", { hasgroups: true }],
])("a token with too many groups, which has %s in their place, is told so", async (_, claims) => {
  const { send, who } = start();
  const { status, error } = await send(claims);
  expect([status, error.code]).toEqual([401, "groups_overage"]);
  expect(error.message).toContain("Microsoft Entra leaves out more than 200");
  expect(await who({ ...claims, roles: ["Fleet.Use"] })).toBe("roles");
});

describe("key and token", () => {
  test("either is enough; of both the key decides", async () => {
    const { call, who } = start("either");
    expect((await call({ key: "web" })).headers["x-ratelimit-limit-tokens"]).toBe("1000");
    expect(await who({ azp: app(1) })).toBe("web");
    expect(await who({ azp: app(1) }, { key: "groups" })).toBe("groups");
  });

  test.each(surfaces)("only tokens, where tokens are required: %s", async (surface) => {
    const { call, who } = start("token");
    expect(await who({ azp: app(1) }, { surface })).toBe("web");
    expect(await who({ azp: app(1) }, { surface, key: "groups" })).toBe("web");
    const { status, error, headers } = await call({ key: "web", surface });
    expect([status, error.code, headers["www-authenticate"]]).toEqual([401, "invalid_api_key", "Bearer"]);
    expect(error.message).toBe(
      "The request names no consumer of this fleet: send a Microsoft Entra token of one of its applications, app roles or groups as Authorization: Bearer; keys are not accepted.",
    );
  });

  test.each(surfaces)("the two of one consumer, where both are required: %s", async (surface) => {
    const { call, who, send } = start("both");
    expect(await who({ azp: app(1) }, { surface, key: "web" })).toBe("web");
    const other = await send({ azp: app(1) }, { surface, key: "groups" });
    expect([other.status, other.error.code, other.error.message]).toEqual([
      401,
      "other_consumer",
      "The key and the token are not of the same consumer.",
    ]);
    for (const lacking of [await call({ key: "web", surface }), await send({ azp: app(1) }, { surface })])
      expect([lacking.status, lacking.error.code]).toEqual([401, "invalid_api_key"]);
    expect((await call({ key: "web", surface })).error.message).toContain(
      "send the consumer's key in the header api-key, and a Microsoft Entra token",
    );
    const expired = await send({ azp: app(1), exp: 1 }, { surface, key: "web" });
    expect([expired.status, expired.error.code]).toEqual([401, "token_expired"]);
  });

  test.each(surfaces)(
    "a token of several consumers is whose key comes with it, where both are required: %s",
    async (surface) => {
      const { who, send } = start("both");
      const all = { azp: app(1), roles: ["Fleet.Use"], groups: [group(1), group(3)] };
      for (const key of ["web", "roles", "groups", "night"])
        expect(await who(all, { surface, key })).toBe(key);
      const { status, error } = await send(all, { surface, key: "critical" });
      expect([status, error.code]).toEqual([401, "other_consumer"]);
    },
  );

  test("only keys, where keys are required: a token is as good as none", async () => {
    const { call, send } = start("key");
    expect((await call({ key: "web" })).status).toBe(200);
    const { status, error } = await send({ azp: app(1) });
    expect([status, error.code]).toEqual([401, "invalid_api_key"]);
    expect(error.message).not.toContain("Entra");
  });
});

test("A's limit is A's, whether it comes with a key or a token", async () => {
  const { send, call, who } = start("either");
  await send({ azp: app(1) }, { tokens: 1000 });
  expect((await call({ key: "web" })).error.code).toBe("rate_limit_exceeded");
  expect(await who({ roles: ["Fleet.Use"] })).toBe("roles");
});
