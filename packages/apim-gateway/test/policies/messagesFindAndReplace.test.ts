import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { policyGateway } from "./policyGateway";
import { posted } from "./posted";

describe("find-and-replace", () => {
  const outbound = (from: string, to: string) => `<find-and-replace from="${from}" to="${to}" />`;

  test("replaces every occurrence in the answer, literally", async () => {
    const gateway = policyGateway({
      outbound: outbound("a.b", "$&amp;"),
      serve: () => ({ body: Readable.from([Buffer.from("a.b axb"), Buffer.from(" a.b")]) }),
    });
    expect((await gateway.send()).text).toBe("$& axb $&");
  });

  test("in inbound replaces in the request", async () => {
    const { call } = await posted(outbound("notebook", "laptop"), "a notebook");
    expect(call?.text).toBe("a laptop");
  });

  test("leaves a body without the text as it is, byte for byte", async () => {
    const bytes = gzipSync("notebook");
    const gateway = policyGateway({
      inbound: outbound("notebook", "laptop"),
    });
    await gateway.send({ body: bytes, headers: { "Content-Encoding": "gzip" } });
    expect(Buffer.from(gateway.calls[0]?.request.body?.bytes() ?? [])).toEqual(Buffer.from(bytes));
  });

  test("reads what is compressed where a setting says so, and sends it plain", async () => {
    const gateway = policyGateway({
      outbound: outbound("notebook", "laptop"),
      serve: () => ({ headers: { "Content-Encoding": "gzip" }, body: gzipSync("a notebook") }),
      settings: { compressedBodies: "decoded" },
    });
    const { text, headers } = await gateway.send();
    expect([text, headers.has("content-encoding")]).toEqual(["a laptop", false]);
  });

  test.each([
    ["zstd", Buffer.from("x"), "The body has the encoding 'zstd', which the gateway cannot read."],
    ["gzip", Buffer.from("no gzip"), expect.stringContaining("The body is not valid gzip")],
    ["gzip", gzipSync("a notebook").subarray(0, 20), expect.stringContaining("The body is not valid gzip")],
  ])("a body of encoding %s that cannot be read fails", async (encoding, body, message) => {
    const gateway = policyGateway({
      outbound: outbound("a", "b"),
      serve: () => ({ headers: { "Content-Encoding": encoding }, body }),
      settings: { compressedBodies: "decoded" },
    });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ reason: "BodyEncoding", message });
  });

  test("a small body that decompresses to a huge one is refused", async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect(gunzipSync(bomb)).toHaveLength(1_000_000);
    const gateway = policyGateway({
      outbound: outbound("a", "b"),
      serve: () => ({ headers: { "Content-Encoding": "gzip" }, body: bomb }),
      settings: { compressedBodies: "decoded", bodyLimitBytes: 100_000 },
    });
    expect((await gateway.send()).status).toBe(500);
  });

  test("nothing to find fails", async () => {
    const gateway = policyGateway({ outbound: outbound(`@("")`, "x") });
    expect((await gateway.send()).status).toBe(500);
  });
});
