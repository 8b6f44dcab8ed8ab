import { constants, createHash, createPublicKey, publicEncrypt, sign, verify } from "node:crypto";
import { readCertificate } from "../../src/certificates/readCertificate";
import { issue } from "../certificates/issue";
import { on } from "./hostEvaluating";

const made = issue({
  name: [["CN", "signer"]],
  from: Date.UTC(2025, 0, 1),
  to: Date.UTC(2027, 0, 1),
  key: "rsa",
});
const publicKey = createPublicKey(made.privateKey);

/** `$`: the certificate with its key; `$public`: without. */
function withKey(source: string): string {
  const Certificates = {
    key: readCertificate(made.cert + made.key),
    public: readCertificate(made.cert),
  };
  const deployment = { csType: "IDeployment", Certificates };
  const certificate = (name: string) => `context.Deployment.Certificates["${name}"]`;
  return on(
    { deployment },
    source.replaceAll("$public", certificate("public")).replaceAll("$", certificate("key")),
  );
}

const data = Buffer.from("data");
const bytes = 'Encoding.UTF8.GetBytes("data")';
const given = (buffer: Buffer) => `Convert.FromBase64String("${buffer.toString("base64")}")`;
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

test.each(["SHA1", "SHA256", "SHA384", "SHA512"])("signs with %s as everybody else does", (hash) => {
  const signed = withKey(
    `Convert.ToBase64String($.GetRSAPrivateKey().SignData(${bytes}, HashAlgorithmName.${hash}, RSASignaturePadding.Pkcs1))`,
  );
  expect(signed).toBe(sign(hash, data, made.privateKey).toString("base64"));
});

test("a PSS signature has a salt as long as its hash, and holds elsewhere", () => {
  const signed = withKey(
    `Convert.ToBase64String($.GetRSAPrivateKey().SignData(${bytes}, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))`,
  );
  expect(verify("sha256", data, { key: publicKey, ...pss }, Buffer.from(signed, "base64"))).toBe(true);
});

test("signs a part of the data, and a hash by itself", () => {
  const part = withKey(
    `Convert.ToBase64String($.GetRSAPrivateKey().SignData(Encoding.UTF8.GetBytes("xdatay"), 1, 4, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))`,
  );
  const hash = withKey(
    `Convert.ToBase64String($.GetRSAPrivateKey().SignHash(${given(createHash("sha256").update(data).digest())}, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))`,
  );
  const expected = sign("sha256", data, made.privateKey).toString("base64");
  expect([part, hash]).toEqual([expected, expected]);
});

describe("verifies", () => {
  const signature = given(sign("sha256", data, made.privateKey));
  const salted = given(sign("sha256", data, { key: made.privateKey, ...pss }));
  const hash = given(createHash("sha256").update(data).digest());
  test.each([
    [`VerifyData(${bytes}, ${signature}, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)`, "True"],
    [`VerifyData(${bytes}, ${salted}, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)`, "True"],
    [`VerifyData(${bytes}, ${signature}, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)`, "False"],
    [`VerifyData(${bytes}, ${signature}, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1)`, "False"],
    [`VerifyData(new byte[1], ${signature}, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)`, "False"],
    [`VerifyData(${bytes}, new byte[3], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)`, "False"],
    [`VerifyHash(${hash}, ${signature}, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)`, "True"],
    [`VerifyHash(${hash}, new byte[256], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)`, "False"],
  ])("%s: %s", (call, expected) => {
    expect(withKey(`$public.GetRSAPublicKey().${call}`)).toBe(expected);
  });
});

test.each(["Pkcs1", "OaepSHA1", "OaepSHA256", "OaepSHA512"])("encrypts and decrypts with %s", (padding) => {
  const secret = `$public.GetRSAPublicKey().Encrypt(${bytes}, RSAEncryptionPadding.${padding})`;
  expect(
    withKey(
      `Encoding.UTF8.GetString($.GetRSAPrivateKey().Decrypt(${secret}, RSAEncryptionPadding.${padding}))`,
    ),
  ).toBe("data");
});

test("decrypts what others encrypted", () => {
  const secret = publicEncrypt({ key: publicKey, oaepHash: "sha256" }, data);
  expect(
    withKey(
      `Encoding.UTF8.GetString($.GetRSAPrivateKey().Decrypt(${given(secret)}, RSAEncryptionPadding.CreateOaep(HashAlgorithmName.SHA256)))`,
    ),
  ).toBe("data");
});

test.each([
  ["$.HasPrivateKey", "True"],
  ["((RSA)$.PrivateKey).KeySize", "2048"],
  ["$.PublicKey.Key.KeySize", "2048"],
  ["$.PublicKey.Key.SignatureAlgorithm", "RSA"],
  ["$.PublicKey.Oid.FriendlyName", "RSA"],
  ["$.SignatureAlgorithm.FriendlyName", "sha256RSA"],
  ["$.GetKeyAlgorithmParametersString()", "0500"],
  ["$public.GetRSAPrivateKey() == null", "True"],
  ['HashAlgorithmName.SHA256 == new HashAlgorithmName("SHA256")', "True"],
  ["HashAlgorithmName.SHA256 != HashAlgorithmName.SHA1", "True"],
  ["HashAlgorithmName.SHA256.Name + HashAlgorithmName.SHA1", "SHA256SHA1"],
  ["RSASignaturePadding.Pss", "Pss"],
  ["RSAEncryptionPadding.OaepSHA256", "OaepSHA256"],
])("%s is %s", (source, expected) => {
  expect(withKey(source)).toBe(expected);
});

test("a key goes through .NET's XML and back", () => {
  const body = (xml: string) =>
    `((Func<string>)(() => { using (RSA rsa = RSA.Create()) { rsa.FromXmlString(${xml}); return rsa.ToXmlString(false); } }))()`;
  const plain = withKey("$public.GetRSAPublicKey().ToXmlString(false)");
  expect(plain).toMatch(/^<RSAKeyValue><Modulus>[^<]+<\/Modulus><Exponent>AQAB<\/Exponent><\/RSAKeyValue>$/);
  expect(withKey(body("$.GetRSAPrivateKey().ToXmlString(true)"))).toBe(plain);
});

const cryptographic = "System.Security.Cryptography.CryptographicException";
const pkcs1 = "RSASignaturePadding.Pkcs1";
test.each([
  [
    `$public.GetRSAPublicKey().SignData(${bytes}, HashAlgorithmName.SHA256, ${pkcs1})`,
    `${cryptographic}: Key does not exist.`,
  ],
  [`$.GetRSAPrivateKey().SignData(null, HashAlgorithmName.SHA256, ${pkcs1})`, "System.ArgumentNullException"],
  [`$.GetRSAPrivateKey().SignData(${bytes}, HashAlgorithmName.SHA256, null)`, "System.ArgumentNullException"],
  [
    `$.GetRSAPrivateKey().SignData(${bytes}, 2, 9, HashAlgorithmName.SHA256, ${pkcs1})`,
    "System.ArgumentOutOfRangeException",
  ],
  [
    `$.GetRSAPrivateKey().SignData(${bytes}, new HashAlgorithmName("X"), ${pkcs1})`,
    `${cryptographic}: 'X' is not a known hash`,
  ],
  [
    `$.GetRSAPrivateKey().SignData(${bytes}, new HashAlgorithmName(null), ${pkcs1})`,
    "System.ArgumentException",
  ],
  [
    `$.GetRSAPrivateKey().SignHash(${bytes}, HashAlgorithmName.SHA256, ${pkcs1})`,
    `${cryptographic}: The parameter is incorrect.`,
  ],
  [
    `$.GetRSAPrivateKey().SignHash(${bytes}, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)`,
    "System.NotSupportedException",
  ],
  [
    "$.GetRSAPrivateKey().Encrypt(new byte[300], RSAEncryptionPadding.Pkcs1)",
    `${cryptographic}: The parameter is incorrect.`,
  ],
  [
    "$.GetRSAPrivateKey().Decrypt(new byte[256], RSAEncryptionPadding.OaepSHA1)",
    `${cryptographic}: The parameter is incorrect.`,
  ],
  ["RSA.Create().KeySize", "System.NotSupportedException"],
  ['((Func<int>)(() => { var r = RSA.Create(); r.FromXmlString("<a/>"); return 1; }))()', cryptographic],
  ["$public.GetRSAPublicKey().ToXmlString(true)", `${cryptographic}: Key does not exist.`],
])("%s fails", (source, expected) => {
  expect(withKey(source)).toContain(expected);
});
