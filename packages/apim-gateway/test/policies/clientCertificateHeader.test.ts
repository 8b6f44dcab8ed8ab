import { createRecords } from "../../src/apis/records";
import { apiSettings } from "../../src/settings/apis";
import { defaultsOf } from "../../src/settings/row";
import { certificateGateway, header, inHeader, made, stored } from "./clientCertificates";

const root = made("root", { isAuthority: true });
const client = made("client", { by: root });

const told = (expression: string) =>
  `<set-header name="x-told" exists-action="override"><value>@(${expression})</value></set-header>`;
const subject = told('context.Request.Certificate?.Subject ?? "none"');

test.each([
  ["base64 of DER", client.der.toString("base64")],
  ["PEM, percent-encoded", encodeURIComponent(client.cert)],
  ["PEM with spaces for line ends", client.cert.replaceAll("\n", " ")],
])("a certificate in the header, as %s, is the caller's", async (_, text) => {
  const { send, calls } = certificateGateway({ inbound: subject });
  await send({ headers: { [header]: text } });
  expect(calls[0]?.headers.get("x-told")).toBe("CN=client");
});

test("policies and the backend do not see the header", async () => {
  const { send, calls } = certificateGateway({
    inbound: told(`context.Request.Headers.ContainsKey("${header}").ToString()`),
  });
  await send({ headers: inHeader(client) });
  expect([calls[0]?.headers.get("x-told"), calls[0]?.headers.has(header)]).toEqual(["False", false]);
});

test("without the header, or with an empty one, the caller has none", async () => {
  const { send, calls } = certificateGateway({ inbound: subject });
  await send();
  await send({ headers: { [header]: " " } });
  expect(calls.map(({ headers }) => headers.get("x-told"))).toEqual(["none", "none"]);
});

test("nobody is believed unless the setting names the header; then it is like any other", async () => {
  const { send, calls } = certificateGateway({ inbound: subject, settings: { clientCertificateHeader: "" } });
  await send({ headers: inHeader(client) });
  expect([calls[0]?.headers.get("x-told"), calls[0]?.headers.has(header)]).toEqual(["none", true]);
});

test.each(["hello, world", "AAAA", "%zz", "-----BEGIN CERTIFICATE-----"])(
  "%j is not a certificate: 400, and no policy of inbound runs",
  async (text) => {
    const { send, calls } = certificateGateway({ inbound: subject });
    const answer = await send({ headers: { [header]: text } });
    expect([answer.status, answer.headers.get("x-reason")]).toEqual([400, "ClientCertificateUnreadable"]);
    expect(answer.headers.get("x-message")).toContain(`in the header ${header} cannot be read`);
    expect(calls).toEqual([]);
  },
);

test("a header that is there twice is refused: whoever ends TLS may have added its own to the caller's", async () => {
  const { send, calls } = certificateGateway({ inbound: subject });
  for (const values of [
    [client.der.toString("base64"), root.der.toString("base64")],
    ["", client.cert.replaceAll("\n", " ")],
  ]) {
    const answer = await send({ headers: { [header]: values } });
    expect([answer.status, answer.headers.get("x-reason")]).toEqual([400, "ClientCertificateUnreadable"]);
  }
  expect(calls).toEqual([]);
});

test("a private key in the header is refused and told to nobody", async () => {
  const { send } = certificateGateway({ inbound: subject });
  const answer = await send({ headers: { [header]: encodeURIComponent(client.cert + client.key) } });
  expect(answer.status).toBe(400);
  expect(answer.headers.get("x-message")).toContain("a caller shows a certificate");
  expect(answer.headers.get("x-message")).not.toContain("BEGIN");
});

test("Verify trusts whom the service trusts, at the time of the request", async () => {
  const inbound = told(
    'context.Request.Certificate.Verify() + " " + context.Request.Certificate.VerifyNoRevocation()',
  );
  const answers = async (gateway: ReturnType<typeof certificateGateway>, later = 0) => {
    gateway.clock.advance(later);
    await gateway.send({ headers: inHeader(client) });
    return gateway.calls.at(-1)?.headers.get("x-told");
  };
  expect(await answers(certificateGateway({ inbound }, [root]))).toBe("True True");
  expect(await answers(certificateGateway({ inbound }))).toBe("False False");
  expect(await answers(certificateGateway({ inbound }, [root]), 366 * 86_400_000)).toBe("False False");
  const settings = { certificateRevocation: "unknown" };
  expect(await answers(certificateGateway({ inbound, settings }, [root]))).toBe("False True");
});

test("certificates of the service are found by thumbprint, or by name with the setting", () => {
  const of = stored("client", client);
  const { gateway } = certificateGateway({
    configuration: {
      certificates: [of, { id: "elsewhere", thumbprint: "AB", certificate: undefined }],
    },
  });
  const keys = (deploymentCertificateKey: "thumbprint" | "id") =>
    Object.keys(
      createRecords(gateway().configuration, { ...defaultsOf(apiSettings), deploymentCertificateKey })
        .deployment.Certificates as object,
    );
  expect(keys("thumbprint")).toEqual([of.thumbprint]);
  expect(keys("id")).toEqual(["client"]);
});
