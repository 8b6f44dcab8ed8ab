import { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import fc from "fast-check";
import { CertificateError } from "../../src/certificates/certificateError";
import { PasswordOpener } from "../../src/certificates/passwordEncryption";
import { readCertificate, readShownCertificate } from "../../src/certificates/readCertificate";
import { aesPfx, encryptedKey, pem, pfxWithoutKey, rc2Pfx, thumbprint, tripleDesPfx } from "./files";
import { issue } from "./issue";

const password = "geheim";
const dates = { from: Date.UTC(2025, 0, 1), to: Date.UTC(2027, 0, 1) };

/** Object identifiers in hexadecimal digits: PBES2, and one that is nobody's. */
const [pbes2, otherScheme] = ["06092a864886f70d01050d", "06092a864886f70d01050f"];
const changed = (file: string, from: string, to: string) =>
  Buffer.from(Buffer.from(file, "base64").toString("hex").replaceAll(from, to), "hex").toString("base64");

test.each([
  ["a PFX with AES", aesPfx],
  ["a PFX with triple DES", tripleDesPfx],
  ["a PFX of older Windows, with RC2", rc2Pfx],
])("%s is read with its key and its name", (_, file) => {
  const certificate = readCertificate(file, password);
  expect(certificate).toMatchObject({ thumbprint, friendlyName: "my certificate" });
  expect(certificate.privateKey?.asymmetricKeyType).toBe("ec");
});

test.each([
  ["PEM", pem],
  ["PEM in base64", Buffer.from(pem).toString("base64")],
  ["PEM in one line, as headers have it", pem.replaceAll("\n", " ")],
  ["DER", Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64")],
  ["base64 of DER in lines", pem.replace(/-----.*-----/g, "")],
  ["a PFX without a key", pfxWithoutKey],
])("%s is read without a key", (_, content) => {
  const certificate = readCertificate(content, password);
  expect([certificate.thumbprint, certificate.privateKey, certificate.friendlyName]).toEqual([
    thumbprint,
    undefined,
    "",
  ]);
});

test("in PEM a key stands before or behind, with its password; further certificates are the chain", () => {
  const root = issue({ name: [["CN", "root"]], isAuthority: true, ...dates });
  for (const content of [encryptedKey + pem + root.cert, pem + root.cert + encryptedKey]) {
    const { privateKey, chain } = readCertificate(content, password);
    expect(privateKey?.type).toBe("private");
    expect(chain.map(({ subject }) => subject)).toEqual(["CN=root"]);
  }
});

test.each([
  ["nothing", "", "It is empty."],
  ["text", "hello, world", "It is neither PEM nor base64."],
  [
    "base64 of something else",
    Buffer.from("0123456789").toString("base64"),
    "It is neither a certificate nor a PFX, or it is cut off.",
  ],
  ["PEM without a certificate", encryptedKey, "It holds no certificate."],
  ["a wrong password of a PFX", aesPfx, "password is not the right one", "wrong"],
  ["a wrong password of an older PFX", tripleDesPfx, "password is not the right one", "wrong"],
  ["a wrong password of a key", encryptedKey + pem, "password is not the right one", "wrong"],
  ["an encryption that nobody knows", changed(aesPfx, pbes2, otherScheme), "export it with AES-256"],
  [
    "somebody else's key",
    pem + issue({ name: [["CN", "other"]], ...dates }).key,
    "The private key does not belong to the certificate.",
  ],
])("%s is refused", (_, content, message, secret = password) => {
  const read = () => readCertificate(content, secret);
  expect(read).toThrow(CertificateError);
  expect(read).toThrow(message);
});

test("whatever is cut off or changed is read or refused, and nothing else happens", () => {
  const files = [aesPfx, tripleDesPfx, pfxWithoutKey].map((file) => Buffer.from(file, "base64"));
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(1200), fc.nat(255)), { maxLength: 3 }),
      fc.option(fc.nat(1200)),
      (file, changes, length) => {
        const bytes = Buffer.from(file);
        // The number of rounds stays, or a test takes a second.
        for (const [at, value] of changes) if (at < 20 || at > 140) bytes[at % bytes.length] = value;
        try {
          readCertificate(bytes.subarray(0, length ?? bytes.length), password);
        } catch (error) {
          if (!(error instanceof CertificateError)) throw error;
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("bytes by chance are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => readCertificate(Buffer.from(bytes))).toThrow(CertificateError);
    }),
  );
});

test.each([
  ["PEM", pem],
  ["base64 of DER", pem.replace(/-----.*-----|\s/g, "")],
])("a caller shows %s", (_, content) => {
  expect(readShownCertificate(content)).toMatchObject({ thumbprint, privateKey: undefined });
});

test.each([
  ["PEM with a private key", pem + encryptedKey],
  ["a PFX, whatever its password", aesPfx],
  ["a PFX without a key", pfxWithoutKey],
])("a caller does not show %s", (_, content) => {
  expect(() => readShownCertificate(content)).toThrow("a caller shows a certificate");
});

test("a caller shows its chain, which is short", () => {
  const others = Array.from({ length: 11 }, () => issue({ name: [["CN", "other"]], ...dates }).cert);
  expect(readShownCertificate(pem + others.slice(1).join("")).chain).toHaveLength(10);
  expect(() => readShownCertificate(pem + others.join(""))).toThrow("It comes with more than 10 others.");
});

test.each(["", "hello, world", "AAAA", "MIIC"])("%j is nothing that a caller can show", (content) => {
  expect(() => readShownCertificate(content)).toThrow(CertificateError);
});

test("a PFX that is cut off anywhere is refused in words, none of which are its own", () => {
  const whole = Buffer.from(aesPfx, "base64");
  for (let length = 1; length < whole.length; length += 37) {
    const read = () => readCertificate(whole.subarray(0, length), password);
    expect(read).toThrow(CertificateError);
    expect(read).toThrow("It is neither a certificate nor a PFX, or it is cut off.");
  }
});

test("how long a password takes is looked at before anything is computed, for all parts together", () => {
  const asking = (rounds: string) => {
    const parameters = Uint8Array.from(Buffer.from(`3005${rounds}`, "hex")).buffer;
    return new AlgorithmIdentifier({ algorithm: "1.2.3", parameters });
  };
  const opener = new PasswordOpener("x");
  expect(() => new PasswordOpener("x").count(asking("02037fffff"))).toThrow("too many rounds");
  opener.count(asking("020303d090")); // 250,000
  opener.count(asking("020303d090"));
  expect(() => opener.count(asking("0203000001"))).toThrow(CertificateError);
});
