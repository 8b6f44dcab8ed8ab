import { generateKeyPairSync } from "node:crypto";
import { signToken } from "../identity/tokens";
import {
  assembled,
  goodClaims,
  guardedGateway,
  hmacToken,
  keys,
  publicPem,
  rsaToken,
  secret,
  start,
  validateJwt,
} from "./accessTokens";

/** Whoever sends one of these is told no in words, and nothing breaks: `validate-jwt` with one RSA key of the id `a`. */
const { n, e } = keys.first.publicJwk;
const guarded = () => {
  const signing = `<issuer-signing-keys><key id="a" n="${n}" e="${e}" /></issuer-signing-keys>`;
  const audience = "<audiences><audience>api://things</audience></audiences>";
  return guardedGateway(validateJwt('clock-skew="60"', audience, signing));
};
const ownHeader = (header: object) => rsaToken(goodClaims, keys.first, { kid: "a", ...header });
const stranger = keys.second;
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const asText = (claims: object, more: string) => JSON.stringify(claims).replace(/\}$/, `,${more}}`);

test.each<[string, string, string, RegExp]>([
  [
    "says that it is not signed",
    assembled({ alg: "none", kid: "a" }, goodClaims),
    "TokenSignatureInvalid",
    /^IDX10504: /,
  ],
  [
    "says so in other letters",
    assembled({ alg: "nOnE" }, goodClaims, "AAAA"),
    "TokenSignatureInvalid",
    /^IDX10511: /,
  ],
  [
    "has lost its signature",
    `${rsaToken().split(".").slice(0, 2).join(".")}.`,
    "TokenSignatureInvalid",
    /^IDX10504: /,
  ],
  [
    "has an HMAC whose secret is the public key",
    hmacToken(goodClaims, Buffer.from(publicPem()).toString("base64"), { kid: "a" }),
    "TokenSignatureInvalid",
    /^IDX10511: /,
  ],
  [
    "names a key that nobody has, and was signed by a stranger",
    rsaToken(goodClaims, stranger, { kid: "b" }),
    "TokenSignatureKeyNotFound",
    /^IDX10501: no key has the id 'b'/,
  ],
  [
    "was signed by a stranger",
    rsaToken(goodClaims, stranger, { kid: "a" }),
    "TokenSignatureInvalid",
    /^IDX10511: /,
  ],
  [
    "brings the stranger's key, and says where more are",
    rsaToken(goodClaims, stranger, {
      kid: "a",
      jwk: stranger.publicJwk,
      jku: "https://evil.example/keys",
      x5u: "https://evil.example/certificate",
    }),
    "TokenSignatureInvalid",
    /^IDX10511: /,
  ],
  [
    "asks for what nobody understands",
    ownHeader({ crit: ["cave"], cave: 1 }),
    "TokenSignatureInvalid",
    /^IDX10511: /,
  ],
  [
    "was signed on an elliptic curve, which is not accepted",
    signToken({ alg: "ES256" }, goodClaims, elliptic),
    "TokenSignatureInvalid",
    /'ES256' is not accepted/,
  ],
  [
    "says RS256 over a signature of a curve",
    `${assembled({ alg: "RS256", kid: "a" }, goodClaims)}${signToken({ alg: "ES256" }, goodClaims, elliptic).split(".")[2]}`,
    "TokenSignatureInvalid",
    /^IDX10511: /,
  ],
  [
    "expired more than the skew ago",
    rsaToken({ ...goodClaims, nbf: start - 600, exp: start - 61 }, keys.first, { kid: "a" }),
    "TokenExpired",
    /^IDX10223: /,
  ],
  [
    "begins more than the skew from now",
    rsaToken({ ...goodClaims, nbf: start + 61 }, keys.first, { kid: "a" }),
    "JwtInvalid",
    /^IDX10222: /,
  ],
  [
    "has a time that is text",
    rsaToken({ ...goodClaims, exp: "9999999999" }),
    "JwtInvalid",
    /`exp` is not a time/,
  ],
  [
    "names the audience twice, the wrong one last",
    signToken({ alg: "RS256" }, asText(goodClaims, '"aud":"api://others"'), keys.first.privateKey),
    "TokenAudienceNotAllowed",
    /'api:\/\/others'/,
  ],
  ["is not JSON inside", assembled("{", "}", "AAAA"), "JwtInvalid", /^IDX12741: /],
  ["has a list for claims", assembled({ alg: "RS256" }, [goodClaims], "AAAA"), "JwtInvalid", /^IDX12741: /],
  ["has no algorithm", assembled({ typ: "JWT" }, goodClaims, "AAAA"), "JwtInvalid", /^IDX12741: /],
  [
    "has a signature that is no Base64",
    `${assembled({ alg: "RS256" }, goodClaims)}%%%`,
    "TokenSignatureInvalid",
    /^IDX/,
  ],
  ["has two parts", "eyJhbGciOiJSUzI1NiJ9.e30", "JwtInvalid", /^IDX12741: /],
  ["has a hundred parts", "e30.".repeat(99), "JwtInvalid", /^IDX12741: /],
  ["is encrypted", "e30.AAAA.AAAA.AAAA.AAAA", "JwtInvalid", /^IDX10609: /],
  [
    "is nested deeper than a stack",
    assembled({ alg: "RS256" }, `{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}`, "AAAA"),
    "JwtInvalid",
    /^IDX12741: /,
  ],
  [
    "is huge",
    rsaToken({ ...goodClaims, fill: "x".repeat(300_000) }),
    "JwtInvalid",
    /^IDX10209: the token has \d+ characters/,
  ],
])("a token that %s", async (_, token, reason, message) => {
  const gateway = guarded();
  const answer = await gateway.try(`Bearer ${token}`);
  expect(gateway.calls.filter(({ url }) => url.includes("evil.example"))).toEqual([]);
  expect(answer).toMatchObject({ status: 401, reason, message: expect.stringMatching(message) });
  expect(answer.message).not.toMatch(/\n|node_modules|\.[jt]s:\d/);
});

test.each<[string, object, object]>([
  ["within the skew of its end", { nbf: start - 600, exp: start - 59 }, {}],
  ["within the skew of its beginning", { nbf: start + 59 }, {}],
  ["with an id that no key has, signed by the one key there is", {}, { kid: "../../etc/passwd" }],
  ["that says where keys are, which nobody asks", {}, { kid: "a", jku: "https://evil.example/keys" }],
])("a token %s is good", async (_, claims, header) => {
  const gateway = guarded();
  expect((await gateway.try(rsaToken({ ...goodClaims, ...claims }, keys.first, header))).status).toBe(200);
});

test("of a claim that stands twice the last one counts, for the check and for expressions", async () => {
  const gateway = guardedGateway(
    `${validateJwt('output-token-variable-name="jwt"')}<set-header name="x-sub"><value>@(((Jwt)context.Variables["jwt"]).Subject)</value></set-header>`,
  );
  const token = signToken({ alg: "HS256" }, asText(goodClaims, '"sub":"eve"'), Buffer.from(secret, "base64"));
  expect((await gateway.try(token)).status).toBe(200);
  expect(gateway.calls[0]?.headers.get("x-sub")).toBe("eve");
});
