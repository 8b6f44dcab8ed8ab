import { Readable } from "node:stream";
import { KnownTokens } from "../../src/policies/access/jwt/knownTokens";
import { TransportFailure } from "../../src/ports/transport";
import {
  assembled,
  goodClaims,
  guardedGateway,
  hmacToken,
  keys,
  otherSecret,
  publicPem,
  rsaToken,
  secret,
  start,
  validateJwt,
} from "./accessTokens";
import type { Served } from "./policyGateway";

const signingKeys = (...texts: string[]) => `<issuer-signing-keys>${texts.join("")}</issuer-signing-keys>`;

describe("keys in the policy", () => {
  test("a token that another key signed is refused", async () => {
    const gateway = guardedGateway(validateJwt());
    expect(await gateway.try(hmacToken(goodClaims, otherSecret))).toMatchObject({
      status: 401,
      reason: "TokenSignatureInvalid",
      message: expect.stringContaining("IDX10503"),
    });
  });

  test("each key is tried until one fits", async () => {
    const list = signingKeys(`<key>${otherSecret}</key>`, `<key id="named">\n ${secret} \n</key>`);
    const gateway = guardedGateway(validateJwt("", "", list));
    expect((await gateway.try(hmacToken())).status).toBe(200);
    expect((await gateway.try(hmacToken(goodClaims, otherSecret))).status).toBe(200);
    expect((await gateway.try(hmacToken(goodClaims, secret, { kid: "named" }))).status).toBe(200);
  });

  test("a token that names a key is checked with that key only", async () => {
    const list = signingKeys(`<key id="a">${otherSecret}</key>`, `<key id="b">${secret}</key>`);
    const gateway = guardedGateway(validateJwt("", "", list));
    expect((await gateway.try(hmacToken(goodClaims, secret, { kid: "b" }))).status).toBe(200);
    expect((await gateway.try(hmacToken(goodClaims, secret, { kid: "a" }))).reason).toBe(
      "TokenSignatureInvalid",
    );
    expect((await gateway.try(hmacToken(goodClaims, "AAAA", { kid: "c" }))).reason).toBe(
      "TokenSignatureKeyNotFound",
    );
  });

  test("a key may be an expression, and changes with it", async () => {
    const list = signingKeys(
      `<key>@(context.Request.Headers.GetValueOrDefault("x-key", "not Base64!"))</key>`,
    );
    const gateway = guardedGateway(validateJwt("", "", list));
    const send = async (key?: string) =>
      (
        await gateway.send({
          headers: { Authorization: hmacToken(), ...(key === undefined ? {} : { "x-key": key }) },
        })
      ).status;
    expect(await send(secret)).toBe(200);
    expect(await send(secret)).toBe(200);
    expect(await send(otherSecret)).toBe(401);
    expect(await send()).toBe(500);
  });

  test("a key that is no Base64 is told at load without being shown, and nobody passes", async () => {
    const gateway = guardedGateway(validateJwt("", "", signingKeys("<key>hush, a pass phrase</key>")));
    expect([gateway.errors, gateway.warnings]).toEqual([
      [],
      ["signing-key: A key in 'issuer-signing-keys' is not Base64."],
    ]);
    expect((await gateway.send()).status).toBe(501);
  });

  test("an RSA key is given by modulus and exponent", async () => {
    const { n, e } = keys.first.publicJwk;
    const list = signingKeys(`<key n="${n}" e="${e}" />`);
    const gateway = guardedGateway(validateJwt("", "", list));
    expect((await gateway.try(rsaToken())).status).toBe(200);
    expect((await gateway.try(rsaToken(goodClaims, keys.second, {}))).reason).toBe("TokenSignatureInvalid");
    for (const wrong of ['<key n="AQAB" />', '<key n="!" e="?" />'])
      expect(guardedGateway(validateJwt("", "", signingKeys(wrong))).warnings[0]).toContain("signing-key: ");
  });

  test("without any key no token is good", async () => {
    expect(await guardedGateway(validateJwt("", "", "")).try(hmacToken())).toMatchObject({
      status: 401,
      reason: "TokenSignatureKeyNotFound",
    });
  });
});

describe("forged tokens", () => {
  const { n, e } = keys.first.publicJwk;
  const rsaOnly = validateJwt("", "", signingKeys(`<key n="${n}" e="${e}" />`));

  test("claims that were changed after signing are noticed, also when the true token was seen before", async () => {
    const gateway = guardedGateway(validateJwt());
    const token = hmacToken();
    expect((await gateway.try(token)).status).toBe(200);
    const [header, , signature] = token.split(".");
    const [, body] = assembled({}, { ...goodClaims, sub: "eve" }).split(".");
    expect((await gateway.try(`${header}.${body}.${signature}`)).reason).toBe("TokenSignatureInvalid");
    expect((await gateway.try(`${token}A`)).reason).toBe("TokenSignatureInvalid");
  });

  test.each([
    ["with no signature", assembled({ alg: "none" }, goodClaims)],
    ["with the signature cut off", `${hmacToken().split(".").slice(0, 2).join(".")}.`],
    ["that says none and has a signature", assembled({ alg: "none" }, goodClaims, "AAAA")],
    ["that says None", assembled({ alg: "None" }, goodClaims, "AAAA")],
  ])("a token %s is refused", async (_, token) => {
    expect(await guardedGateway(validateJwt()).try(token)).toMatchObject({
      status: 401,
      reason: "TokenSignatureInvalid",
    });
  });

  test("an HMAC with the RSA public key as its secret is refused", async () => {
    const gateway = guardedGateway(rsaOnly);
    for (const material of [publicPem(), n, JSON.stringify(keys.first.publicJwk)]) {
      const forged = hmacToken(goodClaims, Buffer.from(material).toString("base64"), { kid: keys.first.kid });
      expect((await gateway.try(forged)).reason).toMatch(/TokenSignature(Invalid|KeyNotFound)/);
    }
  });

  test("a token that brings its own key is not checked with it", async () => {
    const token = rsaToken(goodClaims, keys.second, { jwk: keys.second.publicJwk });
    expect((await guardedGateway(rsaOnly).try(token)).reason).toBe("TokenSignatureInvalid");
  });

  test("an algorithm that is not accepted is refused, and can be accepted by the setting", async () => {
    const token = rsaToken(goodClaims, keys.first, {}, "RS384");
    expect(await guardedGateway(rsaOnly).try(token)).toMatchObject({ reason: "TokenSignatureInvalid" });
    const settings = { jwtAlgorithms: "RS256 RS384" };
    expect((await guardedGateway(rsaOnly, { settings }).try(token)).status).toBe(200);
    const pss = rsaToken(goodClaims, keys.first, {}, "PS256");
    expect((await guardedGateway(rsaOnly).try(pss)).status).toBe(200);
  });

  test("require-signed-tokens false lets an unsigned token pass, whose claims are checked all the same", async () => {
    const gateway = guardedGateway(validateJwt('require-signed-tokens="false"'));
    expect((await gateway.try(assembled({ alg: "none" }, goodClaims))).status).toBe(200);
    expect((await gateway.try(assembled({ alg: "none" }, { ...goodClaims, exp: 1, nbf: 0 }))).reason).toBe(
      "TokenExpired",
    );
    expect((await gateway.try(hmacToken(goodClaims, otherSecret))).reason).toBe("TokenSignatureInvalid");
  });
});

describe("keys of an OpenID configuration", () => {
  const url = "https://idp.example/.well-known/openid-configuration";
  const openId = validateJwt("", "", `<openid-config url="${url}" />`);

  /** A gateway before an identity provider whose keys and faults can be changed. */
  function federated(policy = openId, settings: Record<string, unknown> = {}) {
    const idp = {
      keys: [keys.first.publicJwk] as object[],
      fault: undefined as ((url: string) => Served) | undefined,
    };
    const gateway = guardedGateway(policy, {
      settings,
      serve: ({ url: called }) => {
        if (!called.startsWith("https://idp.example/")) return {};
        if (idp.fault !== undefined) return idp.fault(called);
        const document = called.endsWith("/keys")
          ? { keys: idp.keys }
          : { issuer: goodClaims.iss, jwks_uri: "https://idp.example/keys" };
        return { body: JSON.stringify(document) };
      },
    });
    const fetched = () => gateway.calls.filter((call) => call.url.startsWith("https://idp.example/")).length;
    return { ...gateway, idp, fetched };
  }

  test("keys and issuer come from the documents, which are fetched once", async () => {
    const gateway = federated();
    expect((await gateway.try(rsaToken())).status).toBe(200);
    expect((await gateway.try(rsaToken({ ...goodClaims, sub: "bob" }))).status).toBe(200);
    expect((await gateway.try(rsaToken({ ...goodClaims, iss: "x" }))).reason).toBe("TokenIssuerNotAllowed");
    expect(gateway.fetched()).toBe(2);
    expect(gateway.calls.slice(0, 2).map((call) => call.url)).toEqual([url, "https://idp.example/keys"]);
  });

  test("requests that arrive together wait for one fetch", async () => {
    const gateway = federated();
    const tried = await Promise.all([1, 2, 3].map(() => gateway.try(rsaToken())));
    expect(tried.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(gateway.fetched()).toBe(2);
  });

  test("after an hour they are fetched again, and a key that is gone is not accepted any more", async () => {
    const gateway = federated();
    const token = rsaToken({ ...goodClaims, exp: start + 86_400 });
    expect((await gateway.try(token)).status).toBe(200);
    gateway.idp.keys = [keys.second.publicJwk];
    gateway.clock.advance(3_599_999);
    expect((await gateway.try(token)).status).toBe(200);
    gateway.clock.advance(1);
    expect((await gateway.try(token)).reason).toBe("TokenSignatureKeyNotFound");
    expect(gateway.fetched()).toBe(4);
  });

  test("a key that is not known makes it fetch, at most once in five minutes", async () => {
    const gateway = federated();
    expect((await gateway.try(rsaToken())).status).toBe(200);
    gateway.idp.keys = [keys.second.publicJwk];
    const rotated = () => gateway.try(rsaToken(goodClaims, keys.second));
    expect((await rotated()).reason).toBe("TokenSignatureKeyNotFound");
    expect((await gateway.try(rsaToken())).status).toBe(200);
    expect(gateway.fetched()).toBe(2);
    gateway.clock.advance(300_000);
    expect((await rotated()).status).toBe(200);
    expect((await gateway.try(rsaToken())).reason).toBe("TokenSignatureKeyNotFound");
    expect(gateway.fetched()).toBe(4);
  });

  test.each<[string, (url: string) => Served]>([
    ["cannot be reached", () => fail("connection")],
    ["does not answer in time", () => fail("timeout")],
    ["answers 503", () => ({ status: 503, body: "busy" })],
    ["answers no JSON", () => ({ body: "<html>" })],
    ["answers a JSON list", () => ({ body: "[]" })],
    ["answers null", () => ({ body: "null" })],
    ["names no keys", () => ({ body: '{"issuer":"x"}' })],
    ["names its keys at no URL", () => ({ body: '{"issuer":"x","jwks_uri":"keys"}' })],
    [
      "answers more than a document has",
      (url) =>
        url.endsWith("/keys") ? keySet() : { body: Readable.from([Buffer.alloc(1_048_577, " "), document]) },
    ],
  ])(
    "an identity provider that %s leaves no keys, and is asked again after five minutes",
    async (_, fault) => {
      const gateway = federated();
      gateway.idp.fault = fault;
      expect(await gateway.try(rsaToken())).toMatchObject({
        status: 401,
        reason: "TokenSignatureKeyNotFound",
      });
      const asked = gateway.fetched();
      gateway.idp.fault = undefined;
      expect((await gateway.try(rsaToken())).status).toBe(401);
      expect(gateway.fetched()).toBe(asked);
      gateway.clock.advance(300_000);
      expect((await gateway.try(rsaToken())).status).toBe(200);
    },
  );

  test("what was known is kept when it cannot be fetched again, or dropped where the setting says so", async () => {
    for (const [openIdAfterFailure, status] of [
      ["kept", 200],
      ["dropped", 401],
    ] as const) {
      const gateway = federated(openId, { openIdAfterFailure });
      const token = rsaToken({ ...goodClaims, exp: start + 86_400 });
      expect((await gateway.try(token)).status).toBe(200);
      gateway.idp.fault = () => fail("connection");
      gateway.clock.advance(3_600_000);
      expect((await gateway.try(token)).status).toBe(status);
      expect((await gateway.try(token)).status).toBe(status);
      expect(gateway.fetched()).toBe(3);
    }
  });

  test("entries that are no signing keys are passed over", async () => {
    const gateway = federated();
    const { kid, ...rest } = keys.first.publicJwk;
    gateway.idp.keys = [
      null as unknown as object,
      { kty: "oct", k: "AAAA", kid },
      { ...rest, kid, use: "enc" },
      { kty: "RSA", kid, n: "?", e: 5 },
      keys.first.publicJwk,
    ];
    expect((await gateway.try(rsaToken())).status).toBe(200);
  });

  test("several documents, and keys of the policy, all count", async () => {
    const gateway = federated(
      validateJwt(
        "",
        "",
        `<openid-config url="https://down.example/x" /><openid-config url="${url}" />${signingKeys(`<key>${secret}</key>`)}`,
      ),
    );
    expect((await gateway.try(rsaToken())).status).toBe(200);
    expect((await gateway.try(hmacToken())).status).toBe(200);
  });

  test("issuers of the policy are accepted beside the document's, or instead of it", async () => {
    const policy = validateJwt(
      "",
      "<issuers><issuer>https://old.example/</issuer></issuers>",
      `<openid-config url="${url}" />`,
    );
    const old = rsaToken({ ...goodClaims, iss: "https://old.example/" });
    const both = federated(policy);
    expect((await both.try(old)).status).toBe(200);
    expect((await both.try(rsaToken())).status).toBe(200);
    const only = federated(policy, { openIdIssuer: "replaced" });
    expect((await only.try(old)).status).toBe(200);
    expect((await only.try(rsaToken())).reason).toBe("TokenIssuerNotAllowed");
  });

  test("the trace says why there are no keys", async () => {
    const gateway = federated();
    gateway.idp.fault = () => ({ status: 503 });
    await gateway.send({ headers: { Authorization: rsaToken(), "Ocp-Apim-Trace": "true" } });
    expect(gateway.trace().flatMap(({ notes }) => notes)).toContain(
      `No keys from ${url}: The document was answered with 503.`,
    );
  });
});

test("tokens that were seen take bounded memory, and those that were refused take none", async () => {
  const gateway = guardedGateway(validateJwt());
  await gateway.try(hmacToken());
  const known = gateway.services().shared(KnownTokens);
  const first = known.find(hmacToken()) as NonNullable<ReturnType<typeof known.find>>;
  for (let n = 0; n < 5000; n++) known.add({ ...first.token, text: `token ${n}` }, first.key);
  expect(known.size).toBe(4096);
  expect(known.find(hmacToken())).toBeUndefined();
  await gateway.try(hmacToken(goodClaims, otherSecret));
  expect(known.find(hmacToken(goodClaims, otherSecret))).toBeUndefined();
  await gateway.try(hmacToken());
  gateway.clock.advance(3_600_001);
  await gateway.try(hmacToken());
  expect([known.size, known.find(hmacToken())]).toEqual([4095, undefined]);
});

const document = Buffer.from(
  JSON.stringify({ issuer: goodClaims.iss, jwks_uri: "https://idp.example/keys" }),
);
const keySet = (): Served => ({ body: JSON.stringify({ keys: [keys.first.publicJwk] }) });

function fail(kind: "connection" | "timeout"): never {
  throw new TransportFailure(kind, `no answer: ${kind}`);
}
