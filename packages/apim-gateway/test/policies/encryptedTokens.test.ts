import type { KeyObject } from "node:crypto";
import { createPublicKey, randomBytes } from "node:crypto";
import { jose } from "../../src/identity/jose";
import { goodClaims, guardedGateway, hmacToken, otherSecret, validateJwt } from "./accessTokens";
import { made, stored } from "./clientCertificates";

const contentKey = randomBytes(64);
const certificate = made("reader", { key: "rsa" });

const encrypted = (text: string, alg: string, enc: string, key: Buffer | KeyObject, more: object = {}) =>
  new (jose().CompactEncrypt)(Buffer.from(text))
    .setProtectedHeader({ alg, enc, cty: "JWT", ...more })
    .encrypt(key);

/** A gateway that decrypts with a symmetric key, another one, and a certificate's, and checks what is inside. */
const decrypting = (
  keys = `<key>${randomBytes(32).toString("base64")}</key><key>${contentKey.toString("base64")}</key><key certificate-id="reader" />`,
) =>
  guardedGateway(
    validateJwt('output-token-variable-name="jwt"', `<decryption-keys>${keys}</decryption-keys>`),
    {
      configuration: { certificates: [stored("reader", certificate, certificate.cert + certificate.key)] },
    },
  );
const toCertificate = createPublicKey(certificate.privateKey);

test.each<[string, string, Buffer | KeyObject]>([
  ["dir", "A256CBC-HS512", contentKey],
  ["RSA-OAEP", "A128CBC-HS256", toCertificate],
  ["RSA-OAEP-256", "A192CBC-HS384", toCertificate],
])("a token encrypted by %s with %s is opened, and what is inside is checked", async (alg, enc, key) => {
  const gateway = decrypting();
  expect((await gateway.try(`Bearer ${await encrypted(hmacToken(), alg, enc, key)}`)).status).toBe(200);
  expect(gateway.variables()?.has("jwt")).toBe(true);
  const forged = await encrypted(hmacToken(goodClaims, otherSecret), alg, enc, key);
  expect((await gateway.try(`Bearer ${forged}`)).reason).toBe("TokenSignatureInvalid");
  const old = await encrypted(hmacToken({ ...goodClaims, nbf: 0, exp: 1 }), alg, enc, key);
  expect((await gateway.try(`Bearer ${old}`)).reason).toBe("TokenExpired");
});

test.each<[string, () => Promise<string>]>([
  ["by another key", () => encrypted(hmacToken(), "dir", "A256CBC-HS512", randomBytes(64))],
  [
    "in a way that is not documented",
    () => encrypted(hmacToken(), "dir", "A256GCM", contentKey.subarray(0, 32)),
  ],
  [
    "by a password, which takes as long as it says",
    () => encrypted(hmacToken(), "PBES2-HS256+A128KW", "A128CBC-HS256", contentKey),
  ],
  [
    "and cut off",
    async () => `${(await encrypted(hmacToken(), "dir", "A256CBC-HS512", contentKey)).slice(0, -4)}`,
  ],
  ["as four dots with nothing between them", async () => "...."],
])("a token encrypted %s is refused in words", async (_, make) => {
  expect(await decrypting().try(`Bearer ${await make()}`)).toMatchObject({
    status: 401,
    reason: "JwtInvalid",
    message: "IDX10603: no key of 'decryption-keys' decrypts the token. Access denied.",
  });
});

test("what is inside has to be a signed token", async () => {
  for (const text of ["hello", "{}", await encrypted(hmacToken(), "dir", "A256CBC-HS512", contentKey)]) {
    const token = await encrypted(text, "dir", "A256CBC-HS512", contentKey);
    expect(await decrypting().try(`Bearer ${token}`)).toMatchObject({ status: 401, reason: "JwtInvalid" });
  }
});

test("a token that is not encrypted is good too; without keys an encrypted one is not", async () => {
  expect((await decrypting().try(`Bearer ${hmacToken()}`)).status).toBe(200);
  const token = await encrypted(hmacToken(), "dir", "A256CBC-HS512", contentKey);
  expect((await guardedGateway(validateJwt()).try(`Bearer ${token}`)).message).toContain("IDX10609");
});

test("a key that is not Base64 is told at load, and that of a certificate that is not there when it is reached", async () => {
  expect(decrypting("<key>hush, a pass phrase</key>").warnings).toEqual([
    "signing-key: A key in 'decryption-keys' is not Base64.",
  ]);
  const token = await encrypted(hmacToken(), "dir", "A256CBC-HS512", contentKey);
  expect(await decrypting('<key certificate-id="nobody" />').try(`Bearer ${token}`)).toMatchObject({
    status: 500,
    reason: "CertificateNotAvailable",
  });
});
