import { aesPfx, pem, thumbprint } from "../certificates/files";
import { made } from "../policies/clientCertificates";
import { read, readGood, resource } from "./folder";

const files = { "policy.xml": "<policies />" };
const issued = made("issued");

test("a certificate by hand is a PFX with its password, or PEM, in base64", () => {
  const { certificates } = readGood({
    ...files,
    "certificates/pfx.json": { data: aesPfx, password: "geheim" },
    "certificates/pem.json": { data: Buffer.from(issued.cert + issued.key).toString("base64") },
    "certificates/public.json": { data: pem },
  });
  expect(certificates.map(({ id, certificate }) => [id, certificate?.privateKey?.type])).toEqual([
    ["pfx", "private"],
    ["pem", "private"],
    ["public", undefined],
  ]);
  expect(certificates[0]?.thumbprint).toBe(thumbprint);
});

test("what Azure shows of one gets its content from secrets.json", () => {
  const { certificates } = readGood({
    ...files,
    "c.json": resource("certificates/client", { thumbprint, subject: "CN=pfx.example" }),
    "secrets.json": { values: { "certificates/client": { data: aesPfx, password: "geheim" } } },
  });
  expect(certificates).toMatchObject([{ id: "client", thumbprint, certificate: { thumbprint } }]);
});

test("without a content it is there by name and thumbprint, and a warning says so", () => {
  const { configuration, problems } = read({ ...files, "certificates/client.json": { thumbprint } });
  expect(configuration?.certificates).toEqual([{ id: "client", thumbprint, certificate: undefined }]);
  expect(problems).toEqual([
    "certificates/client.json:1:1: warning: The content of `client` is not known here: no policy can use it. Put it into `secrets.json`. [no-certificate]",
  ]);
});

test.each([
  [{ data: aesPfx, password: "wrong" }, "The password is not the right one, or it is damaged."],
  [{ data: "s3cret, s3cret" }, "It is neither PEM nor base64."],
  [{ data: "" }, "It is empty."],
])("a certificate that cannot be read is an error without its content: %j", (content, message) => {
  const { problems } = read({ ...files, "certificates/client.json": content });
  expect(problems).toEqual([
    `certificates/client.json:2:11: error: The certificate cannot be read. ${message} [certificate]`,
  ]);
});

test("authorities of the service are roots or between", () => {
  const authority = (storeName: string, name: string) => ({
    storeName,
    encodedCertificate: made(name, { isAuthority: true }).der.toString("base64"),
  });
  const { authorities } = readGood({
    ...files,
    "service.json": {
      properties: { certificates: [authority("Root", "root"), authority("CertificateAuthority", "middle")] },
    },
  });
  expect(authorities.roots.map(({ subject }) => subject)).toEqual(["CN=root"]);
  expect(authorities.intermediates.map(({ subject }) => subject)).toEqual(["CN=middle"]);
});

test("an authority without its content is a warning, one in another store an error", () => {
  const { problems } = read({
    ...files,
    "service.json": {
      properties: { certificates: [{ storeName: "Root" }, { storeName: "My", encodedCertificate: pem }] },
    },
  });
  expect(problems).toEqual([
    "service.json:4:7: warning: The content of this authority is not known here: nobody is trusted because of it. [no-certificate]",
    "service.json:8:22: error: `properties.certificates[1].storeName` must be CertificateAuthority or Root. [property]",
  ]);
});
