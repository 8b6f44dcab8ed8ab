import { generateKeyPairSync } from "node:crypto";
import { readJwk, rsaKey, symmetricKey } from "../../src/identity/verifyKey";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
const smallRsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });

test("RSA and elliptic curve keys of a key set are read, with their ids", () => {
  expect(readJwk({ ...rsa, kid: "a", use: "sig", alg: "RS256" })?.kid).toBe("a");
  expect(readJwk(rsa)?.key.asymmetricKeyType).toBe("rsa");
  expect(readJwk({ ...rsa, kid: 5 })?.kid).toBeUndefined();
  expect(readJwk({ ...ec, kid: "b" })?.key.asymmetricKeyType).toBe("ec");
});

test.each<[string, unknown]>([
  ["a key for encryption", { ...rsa, use: "enc" }],
  ["a symmetric key: a key set is public", { kty: "oct", k: "AAAA" }],
  ["a key of another kind", { kty: "OKP", crv: "Ed25519", x: "AA" }],
  ["an RSA key without exponent", { kty: "RSA", n: rsa.n }],
  ["an RSA key whose modulus is no Base64url", { kty: "RSA", n: "!", e: "AQAB" }],
  ["an RSA key that is too small", { kty: "RSA", n: "AQAB", e: "AQAB" }],
  ["an RSA key of 1024 bits", smallRsa],
  ["a point off the curve", { ...ec, x: ec.y }],
  ["a number in the place of a key", 7],
  ["null", null],
])("%s is passed over", (_, entry) => {
  expect(readJwk(entry)).toBeUndefined();
});

test("a private key's secret part is not taken", () => {
  const jwk = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  expect(readJwk(jwk)?.key.type).toBe("public");
  expect(rsaKey(jwk.n ?? "", jwk.e ?? "", "x")?.kid).toBe("x");
});

test("a symmetric key is Base64 of either alphabet, over several lines if need be", () => {
  const bytes = Buffer.from([251, 255, 190, 1, 2, 3]);
  for (const text of [bytes.toString("base64"), bytes.toString("base64url"), " +/++\n AQID "])
    expect(symmetricKey(text, undefined)?.key.export()).toEqual(bytes);
  for (const text of ["", "  ", "a b!", "====", "ä"]) expect(symmetricKey(text, undefined)).toBeUndefined();
});
