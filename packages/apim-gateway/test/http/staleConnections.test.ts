import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { Body } from "../../src/messages/body";
import { failure, fetched, ok, transportFor } from "./calls";
import { closeAfterEach, onClose, rawBackend } from "./wire";

closeAfterEach();

describe("a kept connection that turns out to be dead", () => {
  /** Answers the first request of a connection and drops the connection at the second. */
  async function stale() {
    const got: string[] = [];
    const port = await rawBackend((socket, nth) => {
      let count = 0;
      socket.on("data", (chunk) => {
        got.push(`${nth} ${String(chunk).split(" ")[0]}`);
        if (++count === 1) socket.write(ok);
        else socket.destroy();
      });
    });
    return { url: `http://127.0.0.1:${port}/`, got };
  }
  const rest = () => new Promise((resolve) => setTimeout(resolve, 5));

  test.each([
    ["resend-safe", "GET", null, true],
    ["resend-safe", "PUT", "x", true],
    ["resend-safe", "POST", null, true],
    ["resend-safe", "POST", "x", false],
    ["resend", "POST", "x", true],
    ["fail", "GET", null, false],
  ] as const)("%s: %s with the body %j, sent again: %s", async (rule, method, body, again) => {
    const { url, got } = await stale();
    const transport = transportFor({ settings: { staleConnection: rule } });
    await fetched(transport, { url });
    await rest();
    const call = fetched(transport, { method, url, body });
    if (again) expect((await call).text).toBe("hi");
    else await expect(call).rejects.toMatchObject({ kind: "connection" });
    expect(got).toEqual(["1 GET", `1 ${method}`, ...(again ? [`2 ${method}`] : [])]);
  });

  test("a stream is never sent again", async () => {
    const { url, got } = await stale();
    const transport = transportFor({ settings: { staleConnection: "resend" } });
    await fetched(transport, { url });
    await rest();
    const body = Body.arriving(Readable.from([Buffer.from("x")]));
    await expect(fetched(transport, { method: "PUT", url, body })).rejects.toMatchObject({
      kind: "connection",
    });
    expect(got.filter((line) => line.startsWith("2"))).toEqual([]);
  });

  test("a new connection that is dropped is a failure: it is not sent again", async () => {
    let connections = 0;
    const port = await rawBackend((socket) => {
      connections++;
      socket.on("data", () => socket.destroy());
    });
    await failure({ url: `http://127.0.0.1:${port}/` });
    expect(connections).toBe(1);
  });

  test("it is sent again once, not twice, and within the time of one call", async () => {
    let connections = 0;
    const port = await rawBackend((socket, nth) => {
      connections++;
      let count = 0;
      socket.on("data", () => {
        if (nth === 1 && ++count === 1) socket.write(ok);
        else socket.destroy();
      });
    });
    const transport = transportFor();
    const url = `http://127.0.0.1:${port}/`;
    await fetched(transport, { url });
    await rest();
    await failure({ url }, transport);
    expect(connections).toBe(2);
  });

  test("one that began to answer is a failure", async () => {
    let connections = 0;
    const port = await rawBackend((socket, nth) => {
      connections = nth;
      let count = 0;
      socket.on("data", () => {
        if (++count === 1) socket.write(ok);
        else socket.end("HTTP/1.1 2");
      });
    });
    const transport = transportFor();
    const url = `http://127.0.0.1:${port}/`;
    await fetched(transport, { url });
    await rest();
    await failure({ url }, transport);
    expect(connections).toBe(1);
  });

  test("one that is closed while idle is noticed before anything is sent", async () => {
    let sockets: Socket[] = [];
    const port = await rawBackend((socket) => {
      sockets.push(socket);
      socket.on("data", () => socket.write(ok));
    });
    onClose(() => {
      sockets = [];
    });
    const transport = transportFor({ settings: { staleConnection: "fail" } });
    const url = `http://127.0.0.1:${port}/`;
    for (let i = 0; i < 20; i++) {
      expect((await fetched(transport, { method: "POST", url, body: "x" })).text).toBe("hi");
      for (const socket of sockets) socket.end();
      await rest();
    }
  });
});
