import { createServer as plain } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { readCertificate } from "../../src/certificates/readCertificate";
import type { SocketTransport } from "../../src/http/socketTransport";
import { fetched, transportFor } from "./calls";
import { authority, certificateFor, type Identity, selfSigned } from "./certificates";
import { closeAfterEach, onClose } from "./wire";

closeAfterEach();

const ca = authority();

/** A server with a certificate; gives its address, and the names that callers asked for. */
async function secure(identity: Identity, options: ServerOptions = {}) {
  const names: unknown[] = [];
  const server = createServer({ ...options, key: identity.key, cert: identity.cert }, (request, response) => {
    names.push((request.socket as TLSSocket & { servername?: unknown }).servername);
    response.end(request.headers.host);
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onClose(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { names, address: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function callsTo(address: string, trusted: readonly string[] = [ca.cert]): SocketTransport {
  return transportFor({ resolve: () => address, certificateAuthorities: trusted });
}

const chainOnly = { validateCertificateName: false };
const nameOnly = { validateCertificateChain: false };
const neither = { ...chainOnly, ...nameOnly };

const good = () => secure(certificateFor("oai.example", ca));
const otherName = () => secure(certificateFor("other.example", ca));
const unknownIssuer = () => secure(selfSigned("oai.example"));
const unknownAndOther = () => secure(selfSigned("other.example"));
const expired = () => secure(certificateFor("oai.example", ca, -1));

test.each([
  ["a good certificate", good, {}],
  ["another name, and the name is not checked", otherName, chainOnly],
  ["an unknown issuer, and the chain is not checked", unknownIssuer, nameOnly],
  ["an expired one, and the chain is not checked", expired, nameOnly],
  ["both wrong, and nothing is checked", unknownAndOther, neither],
])("is called: %s", async (_, start, tls) => {
  const { address } = await start();
  expect((await fetched(callsTo(address), { url: "https://oai.example/", tls })).text).toBe("oai.example");
});

test.each([
  ["another name", otherName, {}, "for another host (ERR_TLS_CERT_ALTNAME_INVALID)"],
  ["another name, though the chain is not checked", unknownAndOther, nameOnly, "for another host"],
  ["an unknown issuer", unknownIssuer, {}, "(DEPTH_ZERO_SELF_SIGNED_CERT)"],
  [
    "an unknown issuer, though the name is not checked",
    unknownAndOther,
    chainOnly,
    "(DEPTH_ZERO_SELF_SIGNED_CERT)",
  ],
  ["an expired one", expired, {}, "the certificate has expired"],
])("is not called: %s", async (_, start, tls, message) => {
  const { address, names } = await start();
  await expect(fetched(callsTo(address), { url: "https://oai.example/", tls })).rejects.toMatchObject({
    kind: "connection",
    message: expect.stringContaining(message),
  });
  expect(names).toEqual([]);
});

test("one way to check does not open the door for another one", async () => {
  const { address } = await unknownAndOther();
  const calls = callsTo(address);
  await fetched(calls, { url: "https://oai.example/", tls: neither });
  await expect(fetched(calls, { url: "https://oai.example/" })).rejects.toMatchObject({ kind: "connection" });
});

test("the server is asked for by the host of the URL, and a Host header does not change whom to trust", async () => {
  const { address, names } = await good();
  const calls = callsTo(address);
  const first = await fetched(calls, { url: "https://oai.example/", headers: { Host: "tenant.example" } });
  const second = await fetched(calls, { url: "https://oai.example/", headers: { Host: "other.example" } });
  expect([first.text, second.text]).toEqual(["tenant.example", "other.example"]);
  expect(names).toEqual(["oai.example", "oai.example"]);
  const { address: wrong } = await otherName();
  await expect(
    fetched(callsTo(wrong), { url: "https://oai.example/", headers: { Host: "other.example" } }),
  ).rejects.toMatchObject({ kind: "connection" });
});

test("an address instead of a name is asked for without a name", async () => {
  const { address, names } = await secure(selfSigned("127.0.0.1"));
  await fetched(transportFor(), { url: address, tls: neither });
  expect(names).toEqual([false]);
});

test("a server that speaks no TLS is not an answer", async () => {
  const { address } = await good();
  await expect(
    fetched(callsTo(address.replace("https", "http")), { url: "https://oai.example/", timeoutMs: 2000 }),
  ).rejects.toMatchObject({ kind: "connection" });
});

test("an address without TLS may stand for an origin with TLS", async () => {
  const server = plain((request, response) => response.end(request.headers.host));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onClose(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  const { text } = await fetched(callsTo(`http://127.0.0.1:${port}`), { url: "https://oai.example/" });
  expect(text).toBe("oai.example");
});

describe("a server that asks for a client certificate", () => {
  const asking = () => secure(certificateFor("oai.example", ca), { requestCert: true, ca: ca.cert });
  const shown = (identity: Identity) => ({
    clientCertificate: readCertificate(identity.cert + identity.key),
  });
  const url = "https://oai.example/";

  test("is shown the call's", async () => {
    const { address } = await asking();
    const tls = shown(certificateFor("client", ca));
    expect((await fetched(callsTo(address), { url, tls })).status).toBe(200);
  });

  test.each([
    ["none", {}],
    ["one of somebody else", shown(selfSigned("client"))],
  ])("does not answer to %s", async (_, tls) => {
    const { address } = await asking();
    await expect(fetched(callsTo(address), { url, tls })).rejects.toMatchObject({ kind: "connection" });
  });

  test("does not take one call's certificate for another's", async () => {
    const { address } = await asking();
    const calls = callsTo(address);
    await fetched(calls, { url, tls: shown(certificateFor("client", ca)) });
    await expect(fetched(calls, { url })).rejects.toMatchObject({ kind: "connection" });
  });
});
