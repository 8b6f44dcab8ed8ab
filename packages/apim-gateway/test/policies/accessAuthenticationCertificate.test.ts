import { certificateGateway, made, stored } from "./clientCertificates";
import type { PolicyGatewayOptions } from "./policyGateway";

const one = stored("one", made("one"));
const two = stored("two", made("two"));
const keyless = made("keyless");
const certificates = [
  one,
  two,
  stored("keyless", keyless, keyless.cert),
  { id: "vault", thumbprint: "AB12", certificate: undefined },
];

const gatewayWith = (options: PolicyGatewayOptions) =>
  certificateGateway({ ...options, configuration: { certificates } });

const shown = ({ calls }: ReturnType<typeof gatewayWith>, n = -1) =>
  calls.at(n)?.request.tls.clientCertificate?.thumbprint;

const base64 = Buffer.from(made("bytes").cert + keyless.key).toString("base64");
const own = made("bytes");
const ownBytes = Buffer.from(own.cert + own.key).toString("base64");

test.each([
  ["its name", 'certificate-id="ONE"', one.thumbprint],
  ["its thumbprint, in any writing", `thumbprint="${two.thumbprint.toLowerCase()}"`, two.thumbprint],
  ["an expression", 'certificate-id=\'@("tw" + "o")\'', two.thumbprint],
  ["its bytes", `body='@(Convert.FromBase64String("${ownBytes}"))'`, stored("own", own).thumbprint],
])("the backend is called with the certificate that %s gives", async (_, attributes, expected) => {
  const gateway = gatewayWith({ inbound: `<authentication-certificate ${attributes} />` });
  expect((await gateway.send()).status).toBe(200);
  expect(shown(gateway)).toBe(expected);
});

test("without the policy it is called with none", async () => {
  const gateway = gatewayWith({});
  await gateway.send();
  expect(shown(gateway)).toBeUndefined();
});

test.each([
  ['certificate-id="none"', "There is no certificate with the id 'none'."],
  ['thumbprint="CD"', "There is no certificate with the thumbprint 'CD'."],
  ['certificate-id="vault"', "The content of the certificate with the id 'vault' is not known here."],
  ['certificate-id="keyless"', "The certificate with the id 'keyless' has no private key."],
  ['body="@(new byte[3])"', "The certificate in `body` cannot be used."],
  ['body="@(7)"', "The certificate in `body` cannot be used. It is not an array of bytes."],
  [`body="${base64}"`, "The private key does not belong to the certificate."],
  [`body="${keyless.der.toString("base64")}"`, "It has no private key."],
])("%s fails before any call", async (attributes, message) => {
  const gateway = gatewayWith({ inbound: `<authentication-certificate ${attributes} />` });
  const answer = await gateway.send();
  expect([answer.status, answer.headers.get("x-reason")]).toEqual([500, "CertificateNotAvailable"]);
  expect(answer.headers.get("x-message")).toContain(message);
  expect(gateway.calls).toEqual([]);
});

test("why it fails is a setting", async () => {
  const inbound = '<authentication-certificate certificate-id="none" />';
  const gateway = gatewayWith({ inbound, settings: { certificateFailureReason: "NoCertificate" } });
  expect((await gateway.send()).headers.get("x-reason")).toBe("NoCertificate");
});

test("a send-request has a certificate of its own, and the request to the backend none of it", async () => {
  const gateway = gatewayWith({
    inbound:
      '<send-request response-variable-name="r"><set-url>https://other.example</set-url><authentication-certificate certificate-id="one" /></send-request>',
  });
  await gateway.send();
  expect([shown(gateway, 0), shown(gateway, 1)]).toEqual([one.thumbprint, undefined]);
});

test("a send-request without its certificate fails, or goes on with ignore-error", async () => {
  const send = (attributes: string) =>
    gatewayWith({
      inbound: `<send-request response-variable-name="r" ${attributes}><set-url>https://other.example</set-url><authentication-certificate certificate-id="none" /></send-request>`,
    }).send();
  expect((await send("")).headers.get("x-reason")).toBe("CertificateNotAvailable");
  expect((await send('ignore-error="true"')).status).toBe(200);
});

describe("a backend with certificates", () => {
  const toBackend = (credentials: object, options: PolicyGatewayOptions = {}) =>
    gatewayWith({
      ...options,
      backends: [{ name: "b", properties: { url: "https://b.example", protocol: "http", credentials } }],
      inbound: `<set-backend-service backend-id="b" />${options.inbound ?? ""}`,
    });

  test.each([
    [{ certificateIds: ["/subscriptions/s/providers/x/certificates/two"] }, two.thumbprint],
    [{ certificate: [one.thumbprint] }, one.thumbprint],
    [{ certificate: [one.thumbprint], certificateIds: ["two"] }, two.thumbprint],
    [{ certificateIds: ["one", "two"] }, one.thumbprint],
    [{ certificateIds: [] }, undefined],
  ])("%j is called with the first that counts", async (credentials, expected) => {
    const gateway = toBackend(credentials);
    await gateway.send();
    expect(shown(gateway)).toBe(expected);
  });

  const inbound = '<authentication-certificate certificate-id="one" />';
  test.each([
    ["replace", { certificateIds: ["two"] }, two.thumbprint],
    ["keep", { certificateIds: ["two"] }, one.thumbprint],
    ["replace", {}, one.thumbprint],
  ])("with the policy's: %s", async (backendCredentials, credentials, expected) => {
    const gateway = toBackend(credentials, { inbound, settings: { backendCredentials } });
    await gateway.send();
    expect(shown(gateway)).toBe(expected);
  });

  test("fails where it is not there", async () => {
    expect((await toBackend({ certificateIds: ["none"] }).send()).headers.get("x-reason")).toBe(
      "CertificateNotAvailable",
    );
  });
});
