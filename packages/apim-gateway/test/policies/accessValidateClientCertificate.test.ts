import { certificateGateway, inHeader, made, now, stored } from "./clientCertificates";
import type { PolicyGatewayOptions } from "./policyGateway";

const day = 86_400_000;
const root = made("FabrikamSign Root CA", { isAuthority: true });
const client = made("ignored", {
  by: root,
  name: [
    ["C", "US"],
    ["ST", "Illinois"],
    ["O", "Contoso, Inc."],
    ["CN", "*.contoso.com"],
  ],
  dnsNames: ["www.contoso.com", "contoso.com"],
  serial: "00a1b2",
});
const of = stored("client", client);

const policy = (attributes: string, identities = "") =>
  `<validate-client-certificate ${attributes}>${identities === "" ? "" : `<identities>${identities}</identities>`}</validate-client-certificate>`;

async function answerTo(
  inbound: string,
  {
    caller = client,
    roots = [root],
    ...options
  }: PolicyGatewayOptions &
    Partial<Record<"caller", typeof client | null>> & { roots?: (typeof client)[] } = {},
) {
  const gateway = certificateGateway({ inbound, ...options }, roots);
  const answer = await gateway.send(caller === null ? {} : { headers: inHeader(caller) });
  return [answer.status, answer.headers.get("x-message")];
}

test("a certificate of a trusted authority, within its dates, is accepted", async () => {
  expect(await answerTo(policy(""))).toEqual([200, undefined]);
});

const rules = [
  ["no certificate", null, "", "The request has no client certificate."],
  [
    "one that is not valid yet",
    made("x", { by: root, from: now + day }),
    'validate-not-before="false"',
    "The client certificate is not valid yet.",
  ],
  [
    "one that has expired",
    made("x", { by: root, to: now - day }),
    'validate-not-after="false"',
    "The client certificate has expired.",
  ],
  [
    "one that nobody vouches for",
    made("x"),
    'validate-trust="false"',
    "Nobody that is trusted vouches for the client certificate.",
  ],
] as const;

test.each(rules)("%s: 403, and on-error runs", async (_, caller, _lenient, message) => {
  expect(await answerTo(policy(""), { caller })).toEqual([403, message]);
});

test.each(rules.slice(1))("%s is accepted where that is not checked", async (_, caller, lenient) => {
  expect(await answerTo(policy(lenient), { caller })).toEqual([200, undefined]);
});

test("revocation: nothing is revoked, or nobody can tell, by the setting", async () => {
  const settings = { certificateRevocation: "unknown" };
  expect(await answerTo(policy(""), { settings })).toEqual([
    403,
    "Nobody can tell whether the client certificate is revoked.",
  ]);
  expect(await answerTo(policy('validate-revocation="false"'), { settings })).toEqual([200, undefined]);
});

test("ignore-error goes on, and the trace tells why it would have failed", async () => {
  const gateway = certificateGateway({ inbound: policy('ignore-error="true"'), traces: "always" });
  expect((await gateway.send()).status).toBe(200);
  expect(JSON.stringify(gateway.trace())).toContain("The request has no client certificate.");
});

test("status and reason of a failure are settings", async () => {
  const gateway = certificateGateway({
    inbound: policy(""),
    settings: { clientCertificateFailureStatus: 401, clientCertificateFailureReason: "Nope" },
  });
  const answer = await gateway.send();
  expect([answer.status, answer.headers.get("x-reason")]).toEqual([401, "Nope"]);
});

const named = stored("root", root, root.cert);
const configuration = { certificates: [named, { id: "gone", thumbprint: "AB", certificate: undefined }] };
const withStored = { ...configuration, authorities: { roots: [named.certificate], intermediates: [] } };

test.each([
  ["thumbprint", of.thumbprint.toLowerCase()],
  ["thumbprint", of.thumbprint.replace(/..(?=.)/g, "$& ")],
  ["serial-number", "A1B2"],
  ["serial-number", "00:a1:b2"],
  ["common-name", "*.contoso.com"],
  ["subject", "C=US, ST=Illinois, O=&quot;Contoso, Inc.&quot;, CN=*.contoso.com"],
  ["subject", "CN=*.contoso.com, O=&quot;Contoso, Inc.&quot;, S=Illinois, C=US"],
  ["dns-name", "CONTOSO.com"],
  ["issuer-subject", "CN=FabrikamSign Root CA"],
  ["issuer-thumbprint", named.thumbprint],
  ["issuer-certificate-id", "root"],
])("an identity by %s %j is this certificate", async (attribute, value) => {
  const inbound = policy("", `<identity ${attribute}="${value}" />`);
  expect(await answerTo(inbound, { configuration: withStored })).toEqual([200, undefined]);
});

test.each([
  ["thumbprint", named.thumbprint, "thumbprint"],
  ["serial-number", "a1b3", "serial number"],
  ["common-name", "www.contoso.com", "common name"],
  ["subject", "CN=*.contoso.com", "subject"],
  ["dns-name", "mail.contoso.com", "DNS name"],
  ["issuer-subject", "CN=somebody", "issuer's subject"],
  ["issuer-thumbprint", of.thumbprint, "issuer's thumbprint"],
  ["issuer-certificate-id", "gone", "issuer"],
  ["issuer-certificate-id", "nowhere", "issuer"],
])("an identity by %s %j is another one", async (attribute, value, part) => {
  const inbound = policy("", `<identity ${attribute}="${value}" />`);
  expect(await answerTo(inbound, { configuration: withStored })).toEqual([
    403,
    `The client certificate is none of the identities: another ${part}.`,
  ]);
});

test("every claim of one identity has to fit, and one identity of several", async () => {
  const fitting = '<identity common-name="*.contoso.com" dns-name="contoso.com" />';
  const half = '<identity common-name="*.contoso.com" dns-name="elsewhere" />';
  expect(await answerTo(policy("", half))).toEqual([
    403,
    "The client certificate is none of the identities: another DNS name.",
  ]);
  expect(await answerTo(policy("", half + fitting))).toEqual([200, undefined]);
});

test.each([
  ['<identity subject="Contoso" />', "`subject` is not a distinguished name."],
  [
    '<identity issuer-certificate-id="a" issuer-subject="CN=a" />',
    "`issuer-certificate-id` stands without `issuer-subject`.",
  ],
])("%s is refused at load", (identity, message) => {
  expect(certificateGateway({ inbound: policy("", identity) }).errors.join()).toContain(message);
});
