import type { Certificate } from "../../src/certificates/certificate";
import { readCertificate } from "../../src/certificates/readCertificate";
import type { HostContext } from "../../src/csharp/host/data";
import { aesPfx, pem } from "../certificates/files";
import { issue } from "../certificates/issue";
import { contextWith } from "./contexts";
import { on } from "./hostEvaluating";

const from = Date.UTC(2025, 0, 2, 3, 4, 5);
const to = Date.UTC(2027, 5, 6);
const root = issue({ name: [["CN", "root"]], from, to, isAuthority: true });
const made = issue({
  name: [
    ["C", "US"],
    ["O", "Contoso, Inc."],
    ["CN", "client"],
  ],
  by: root,
  from,
  to,
  dnsNames: ["client.example", "other.example"],
  mail: "client@contoso.com",
  uri: "urn:client",
  serial: "00a1b2",
});
const certificate = readCertificate(made.der);

function onCertificate(source: string, of: Certificate | null = certificate): string {
  const { request } = contextWith();
  return on(
    { request: { ...request, certificate: of } },
    source.replaceAll("$", "context.Request.Certificate"),
  );
}

test.each([
  ["$.Subject", 'CN=client, O="Contoso, Inc.", C=US'],
  ["$.SubjectName.Name", 'CN=client, O="Contoso, Inc.", C=US'],
  ["$.Issuer", "CN=root"],
  ["$.IssuerName.Name", "CN=root"],
  ["$.Thumbprint", certificate.thumbprint],
  ["$.GetCertHashString()", certificate.thumbprint],
  ["$.GetCertHash().Length", "20"],
  ["$.SerialNumber", "00A1B2"],
  ["$.GetSerialNumberString()", "00A1B2"],
  ["$.GetSerialNumber()[0]", "178"],
  ['$.NotBefore.ToString("o")', "2025-01-02T03:04:05.0000000+00:00"],
  ["$.NotAfter", "06/06/2027 00:00:00"],
  ["$.NotAfter < DateTime.Now", "False"],
  ["$.GetExpirationDateString()", "06/06/2027 00:00:00"],
  ["$.GetEffectiveDateString()", "01/02/2025 03:04:05"],
  ["$.Version", "3"],
  ["$.FriendlyName", ""],
  ["$.HasPrivateKey", "False"],
  ["$.PrivateKey == null", "True"],
  ["$.SignatureAlgorithm.Value", "1.2.840.10045.4.3.2"],
  ["$.SignatureAlgorithm.FriendlyName", "sha256ECDSA"],
  ["$.PublicKey.Oid.FriendlyName", "ECC"],
  ["$.GetKeyAlgorithm()", "1.2.840.10045.2.1"],
  ["$.GetKeyAlgorithmParametersString()", "06082A8648CE3D030107"],
  ["$.GetPublicKeyString().Length", "130"],
  ["$.GetFormat()", "X509"],
  ["Convert.ToBase64String($.RawData)", made.der.toString("base64")],
  ["$.GetRawCertDataString()", made.der.toString("hex").toUpperCase()],
  ["$.GetNameInfo(X509NameType.SimpleName, false)", "client"],
  ["$.GetNameInfo(X509NameType.SimpleName, true)", "root"],
  ["$.GetNameInfo(X509NameType.DnsName, false)", "client.example"],
  ["$.GetNameInfo(X509NameType.DnsName, true)", "root"],
  ["$.GetNameInfo(X509NameType.DnsFromAlternativeName, false)", "client.example"],
  ["$.GetNameInfo(X509NameType.DnsFromAlternativeName, true)", ""],
  ["$.GetNameInfo(X509NameType.EmailName, false)", "client@contoso.com"],
  ["$.GetNameInfo(X509NameType.UrlName, false)", "urn:client"],
  ["$.GetNameInfo(X509NameType.UpnName, false)", ""],
  ["$.Equals($)", "True"],
  ["$.GetRSAPublicKey() == null", "True"],
  ["$ is X509Certificate", "True"],
])("%s is %s", (source, expected) => {
  expect(onCertificate(source)).toBe(expected);
});

test("without a client certificate it is null, and its members fail as on null", () => {
  expect(onCertificate("$ == null", null)).toBe("True");
  expect(onCertificate("$?.Thumbprint", null)).toBe("null");
  for (const member of ["Thumbprint", "Verify()", "VerifyNoRevocation()"])
    expect(onCertificate(`$.${member}`, null)).toBe(
      "System.NullReferenceException: Object reference not set to an instance of an object.",
    );
  expect(onCertificate("$.GetRSAPrivateKey()", null)).toBe(
    "System.ArgumentNullException: Value cannot be null.",
  );
});

test("Verify and VerifyNoRevocation ask whoever knows who is trusted", () => {
  const { request } = contextWith();
  const verifyCertificate: HostContext["verifyCertificate"] = (of, revocation) =>
    of === certificate && !revocation;
  const context = { request: { ...request, certificate }, verifyCertificate };
  expect(on(context, "context.Request.Certificate.Verify()")).toBe("False");
  expect(on(context, "context.Request.Certificate.VerifyNoRevocation()")).toBe("True");
  expect(onCertificate("$.VerifyNoRevocation()")).toBe("False");
});

test("a certificate is read from bytes, as a PFX too", () => {
  const der = readCertificate(pem);
  const bytes = (text: string) => `new X509Certificate2(Convert.FromBase64String("${text}")`;
  expect(onCertificate(`${bytes(der.x509.raw.toString("base64"))}).Thumbprint`)).toBe(der.thumbprint);
  const pfx = `${bytes(aesPfx)}, "geheim")`;
  expect(onCertificate(`${pfx}.HasPrivateKey + ${pfx}.FriendlyName`)).toBe("Truemy certificate");
});

test.each([
  [
    "new X509Certificate2(new byte[0])",
    "System.Security.Cryptography.CryptographicException: The certificate cannot",
  ],
  [
    `new X509Certificate2(Convert.FromBase64String("${aesPfx}"), "wrong")`,
    "System.Security.Cryptography.CryptographicException: The certificate cannot be read. The password is not",
  ],
  ["new X509Certificate2((byte[])null)", "System.ArgumentNullException"],
  ["$.Extensions", "refused: `X509Certificate2` has no member `Extensions`"],
  ["$.SubjectName.RawData", "refused: `X500DistinguishedName` has no member `RawData`"],
])("%s fails", (source, expected) => {
  expect(onCertificate(source)).toContain(expected);
});
