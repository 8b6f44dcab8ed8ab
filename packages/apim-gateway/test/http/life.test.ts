import { Readable } from "node:stream";
import { startServer } from "../../src/http/server";
import { Body } from "../../src/messages/body";
import type { GatewayResponse } from "../../src/ports/gatewayRequest";
import { answer, call, closeAfterEach, gate, head, onClose, recorder, serve, statuses, until } from "./wire";

closeAfterEach();

const get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

describe("starting", () => {
  test("tells where it listens, on the loopback unless told otherwise", async () => {
    const room = await serve(() => answer({}));
    expect(room.url).toBe(`http://127.0.0.1:${room.port}`);
    expect(room.port).toBeGreaterThan(0);
  });

  test("writes IPv6 addresses in brackets", async () => {
    const server = await startServer({ handle: () => answer({ body: "six" }), host: "::1", port: 0 });
    onClose(() => server.close(0));
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect(await (await fetch(server.url)).text()).toBe("six");
  });

  test("fails for a port that is taken", async () => {
    const { port } = await serve(() => answer({}));
    await expect(startServer({ handle: () => answer({}), port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});

describe("a new handler", () => {
  test("takes the next request, also on an open connection; what is under way ends with the old one", async () => {
    const first = gate<GatewayResponse>();
    const { handle, requests } = recorder(() => first.promise);
    const room = await serve(handle);
    const slow = await call(room.port, get);
    const open = await call(room.port, get);
    await until(() => requests.length === 2);
    room.setHandle(() => answer({ body: "new" }));
    first.open(answer({ body: "old" }));
    await slow.has("old");
    await open.has("old");
    open.write(get);
    expect(await open.has("new")).toContain("old");
  });
});

describe("closing", () => {
  test("with nothing under way ends idle connections at once", async () => {
    const room = await serve(() => answer({ body: "done" }));
    const idle = await call(room.port, get);
    await idle.has("done");
    const fresh = await call(room.port);
    await room.close(60_000);
    await idle.all();
    await fresh.all();
    await expect(fetch(room.url)).rejects.toThrow();
  });

  test("waits for what is under way and closes its connection after it", async () => {
    const first = gate<GatewayResponse>();
    const { handle, requests } = recorder(() => first.promise);
    const room = await serve(handle);
    const caller = await call(room.port, get);
    await until(() => requests.length === 1);
    const closed = room.close(60_000);
    first.open(answer({ body: "whole" }));
    const text = await caller.all();
    expect(text).toContain("whole");
    await closed;
  });

  test("tells a caller whose request comes late that the connection ends", async () => {
    const gates = [gate<GatewayResponse>(), gate<GatewayResponse>()];
    const { handle, requests } = recorder(() => (gates[requests.length - 1] as (typeof gates)[0]).promise);
    const room = await serve(handle);
    const caller = await call(room.port, get);
    await until(() => requests.length === 1);
    const closed = room.close(60_000);
    caller.write(get);
    await until(() => requests.length === 2);
    gates[0]?.open(answer({ body: "one" }));
    gates[1]?.open(answer({ body: "two" }));
    const text = await caller.all();
    expect(text).toContain("two");
    expect(text.slice(text.indexOf("one"))).toContain("Connection: close");
    await closed;
  });

  test("lets a stream end within its time", async () => {
    const stream = new Readable({ read() {} });
    const room = await serve(() => answer({ body: Body.arriving(stream) }));
    const caller = await call(room.port, get);
    stream.push("one");
    await caller.has("one");
    const closed = room.close(60_000);
    stream.push("two");
    stream.push(null);
    expect(await caller.all()).toContain("0\r\n\r\n");
    await closed;
  });

  test("breaks off what takes longer, and says so", async () => {
    const outcomes: string[] = [];
    const stream = new Readable({ read() {} });
    const room = await serve(() =>
      answer({ body: Body.arriving(stream), delivered: (outcome) => outcomes.push(outcome) }),
    );
    const caller = await call(room.port, get);
    await caller.has("\r\n\r\n");
    await room.close(20);
    expect(outcomes).toEqual(["aborted"]);
    expect(stream.destroyed).toBe(true);
    expect(await caller.all()).not.toContain("0\r\n\r\n");
  });

  test("ends connections that never send anything, and half a request, after its time", async () => {
    const room = await serve(() => answer({}));
    const half = await call(room.port, "GET / HT");
    await new Promise((resolve) => setTimeout(resolve, 10));
    await room.close(20);
    await half.all();
  });
});

test("an idle connection is kept as long as it says, and closed then", async () => {
  const room = await serve(() => answer({ body: "done" }), { keepAliveMs: 1000 });
  const caller = await call(room.port, get);
  await caller.has("done");
  expect(head(caller.text)).toContain("Keep-Alive: timeout=1");
  expect(statuses(await caller.all())).toHaveLength(1);
});

test("thousands of requests on one connection leave nothing behind", async () => {
  const room = await serve(async ({ body }) => {
    await body?.load();
    return answer({ body: "done" });
  });
  const caller = await call(room.port);
  const warned = jest.fn();
  process.on("warning", warned);
  for (let i = 0; i < 20; i++) {
    caller.text = "";
    const chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    caller.write(chunked.repeat(100));
    await caller.until(({ text }) => statuses(text).length === 100);
  }
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
  for (const event of ["close", "drain", "error", "end"])
    expect(caller.socket.listenerCount(event)).toBeLessThan(10);
});
