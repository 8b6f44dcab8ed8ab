import { isSameName, parseName } from "../../src/certificates/distinguishedName";
import { readCertificate } from "../../src/certificates/readCertificate";
import { issue, type NameText } from "./issue";

const made = (name: NameText) =>
  readCertificate(issue({ name, from: Date.UTC(2025, 0, 1), to: Date.UTC(2027, 0, 1) }).der);

test.each<[NameText, string]>([
  [
    [
      ["C", "US"],
      ["ST", "Illinois"],
      ["L", "Chicago"],
      ["O", "Contoso, Inc."],
      ["CN", "*.contoso.com"],
    ],
    'CN=*.contoso.com, O="Contoso, Inc.", L=Chicago, S=Illinois, C=US',
  ],
  [[["CN", 'a "b" c']], 'CN="a ""b"" c"'],
  [[["CN", " a"]], 'CN=" a"'],
  [[["CN", "a=b"]], 'CN="a=b"'],
  [[["O", ""]], 'O=""'],
  [[["CN", "Åsa Öberg"]], "CN=Åsa Öberg"],
  [[["UID", "7"]], "OID.0.9.2342.19200300.100.1.1=7"],
  [[], ""],
])("a certificate of %j has the subject %j", (name, expected) => {
  const certificate = made(name);
  expect([certificate.subject, certificate.issuer]).toEqual([expected, expected]);
  if (expected !== "") expect(parseName(expected)?.toReversed()).toEqual(certificate.subjectParts);
});

test.each(["CN=a,O=b", "cn=a; o=b", 'CN="a" , O = "b"', "2.5.4.3=a, OID.2.5.4.10=b", "CN=a + O=b"])(
  "%j is read",
  (text) => {
    expect(parseName(text)).toEqual([
      { type: "2.5.4.3", value: "a" },
      { type: "2.5.4.10", value: "b" },
    ]);
  },
);

test.each(["", "a", "CN", "CN=a,,O=b", "CN=a, XX=b", 'CN="a', "=a", 'CN=a"b'])("%j is not a name", (text) => {
  expect(parseName(text)).toBeUndefined();
});

test.each([
  ["C=US, O=Contoso, CN=x", "C=US, O=Contoso, CN=x", true],
  ["C=US, O=Contoso, CN=x", "CN=x, O=Contoso, C=US", true],
  ["CN=X", "cn= x ", true],
  ["O=a  b", "O=a b", true],
  ["ST=a", "S=a", true],
  ["E=a@b.c", "EMAILADDRESS=a@b.c", true],
  ["O=Contoso, C=US, CN=x", "CN=x, O=Contoso, C=US", false],
  ["CN=x", "CN=x, O=a", false],
  ["CN=x", "OU=x", false],
])("%j and %j: the same name is %p", (a, b, expected) => {
  expect(isSameName(parseName(a) ?? [], parseName(b) ?? [])).toBe(expected);
});
