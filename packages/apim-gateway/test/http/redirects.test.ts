import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { readCertificate } from "../../src/certificates/readCertificate";
import { redirected } from "../../src/http/redirects";
import { Body } from "../../src/messages/body";
import { Headers } from "../../src/messages/headers";
import { pem } from "../certificates/files";
import { type CallParts, fetched, outgoing, transportFor } from "./calls";
import { closeAfterEach, onClose, until } from "./wire";

closeAfterEach();

const response = (status: number, location?: string) => ({
  status,
  reason: "",
  headers: location === undefined ? new Headers() : Headers.of({ Location: location }),
  body: Body.of(""),
});

const next = (
  parts: CallParts,
  status: number,
  location?: string,
  credentials: "same-origin" | "never" | "always" = "same-origin",
) => redirected(outgoing(parts), response(status, location), credentials);

describe("the next call of a redirect", () => {
  test.each([
    [301, "GET", "GET"],
    [301, "POST", "GET"],
    [301, "PUT", "PUT"],
    [302, "POST", "GET"],
    [302, "HEAD", "HEAD"],
    [300, "POST", "GET"],
    [303, "PUT", "GET"],
    [303, "HEAD", "HEAD"],
    [307, "POST", "POST"],
    [308, "DELETE", "DELETE"],
  ])("%d of %s is %s", (status, method, expected) => {
    const body = method === "GET" || method === "HEAD" ? null : "hello";
    const call = next(
      { method, url: "http://a/x", body, headers: { "Content-Type": "text/plain" } },
      status,
      "/y",
    );
    expect([call?.method, call?.url]).toEqual([expected, "http://a/y"]);
    const keptBody = expected === method ? body : null;
    expect(call?.body?.text() ?? null).toBe(keptBody);
    expect(call?.headers.has("content-type")).toBe(expected === method);
  });

  test.each([
    ["https://b/z?q", "https://b/z?q"],
    ["//b/z", "https://b/z"],
    ["?q", "https://a/x/y?q"],
    ["../w#part", "https://a/w"],
  ])("%s leads to %s", (location, expected) => {
    expect(next({ url: "https://a/x/y" }, 302, location)?.url).toBe(expected);
  });

  test.each([
    [200, "/y"],
    [304, "/y"],
    [305, "/y"],
    [302, undefined],
    [302, "http://"],
    [302, "ftp://b/"],
    [302, "http://b/"],
  ])("there is none: %d to %s", (status, location) => {
    expect(next({ url: "https://a/x" }, status, location)).toBeUndefined();
  });

  test("there is none for a stream that was sent, unless nothing has to be sent again", () => {
    const body = Body.arriving(new Readable({ read() {} }));
    expect(next({ method: "POST", url: "http://a/", body }, 307, "/y")).toBeUndefined();
    expect(next({ method: "POST", url: "http://a/", body }, 303, "/y")?.body).toBeNull();
  });

  const secrets = {
    Authorization: "1",
    Cookie: "2",
    "api-key": "3",
    "Ocp-Apim-Subscription-Key": "4",
    Host: "h",
    "X-A": "5",
  };

  const withAll = [...Object.keys(secrets).filter((name) => name !== "Host"), "X-Own"];

  test.each([
    ["same-origin", "/y", withAll],
    ["same-origin", "https://b/", ["X-A"]],
    ["same-origin", "https://a:444/", ["X-A"]],
    ["never", "/y", ["X-A"]],
    ["always", "https://b/", withAll],
  ] as const)("credentials %s: to %s go %j", (rule, location, expected) => {
    const credentialHeaders = [["x-own", ["6"]]] as const;
    const headers = { ...secrets, "X-Own": "6" };
    const call = next({ url: "https://a/", headers, credentialHeaders }, 302, location, rule);
    expect([...(call?.headers.names() ?? [])]).toEqual(expected);
    const clientCertificate = readCertificate(pem);
    const shown = next({ url: "https://a/", tls: { clientCertificate } }, 302, location, rule);
    expect(shown?.tls.clientCertificate).toBe(expected.length > 1 ? clientCertificate : undefined);
  });
});

/** A backend that redirects /n to /n-1, and answers at /0. */
async function stairs(status = 302) {
  const got: string[] = [];
  const server = createServer((request: IncomingMessage, answer) => {
    got.push(`${request.method} ${request.url}`);
    request.resume();
    const n = Number((request.url as string).slice(1));
    if (n === 0) answer.end("bottom");
    else answer.writeHead(status, { Location: `/${n - 1}` }).end("a step");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onClose(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("following", () => {
  test("is not done unless asked for", async () => {
    const { url, got } = await stairs();
    expect((await fetched(transportFor(), { url: `${url}/2` })).status).toBe(302);
    expect(got).toEqual(["GET /2"]);
  });

  test("goes to the end", async () => {
    const { url, got } = await stairs(307);
    const answer = await fetched(transportFor(), {
      method: "POST",
      url: `${url}/2`,
      body: "x",
      followRedirects: true,
    });
    expect(answer.text).toBe("bottom");
    expect(got).toEqual(["POST /2", "POST /1", "POST /0"]);
  });

  test("stops at the limit, and the redirect after it is the answer", async () => {
    const { url, got } = await stairs();
    const transport = transportFor({ settings: { redirectLimit: 3 } });
    const answer = await fetched(transport, { url: `${url}/9`, followRedirects: true });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/5"]);
    expect(got).toHaveLength(4);
  });

  test("has the time of one call", async () => {
    const server = createServer((_, answer) => {
      setTimeout(() => answer.writeHead(302, { Location: "/" }).end(), 15);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onClose(() => server.closeAllConnections());
    onClose(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(
      fetched(transportFor(), { url, followRedirects: true, timeoutMs: 100 }),
    ).rejects.toMatchObject({
      kind: "timeout",
    });
  });

  test("ends when the caller loses interest, also later on", async () => {
    const { url, got } = await stairs();
    let abort = () => {};
    let given = 0;
    const call = fetched(transportFor(), {
      url: `${url}/40`,
      followRedirects: true,
      onAbort: (action) => {
        given++;
        abort = action;
      },
    });
    const failed = expect(call).rejects.toMatchObject({ kind: "aborted" });
    await until(() => got.length >= 3);
    abort();
    await failed;
    expect(given).toBe(1);
    expect(got.length).toBeLessThan(40);
  });
});
