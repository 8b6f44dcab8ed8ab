import type { Socket } from "node:net";
import { fetched, lines, ok, outgoing, scripted, transportFor } from "./calls";
import { closeAfterEach, rawBackend, turn, until } from "./wire";

closeAfterEach();

describe("connections", () => {
  test("are used again", async () => {
    const backend = await scripted(ok);
    const transport = transportFor();
    for (let i = 0; i < 50; i++) await fetched(transport, { method: "POST", url: backend.url, body: "x" });
    // undici lets a connection rest for a turn, so that a call right after another one takes a second one.
    expect(backend.state.connections).toBeLessThanOrEqual(2);
  });

  test("are no more than allowed; what exceeds them waits", async () => {
    const waiting: Socket[] = [];
    let most = 0;
    const port = await rawBackend((socket) => {
      socket.on("data", () => {
        waiting.push(socket);
        most = Math.max(most, waiting.length);
      });
    });
    const transport = transportFor({ maxConnectionsPerOrigin: 3 });
    const calls = Array.from({ length: 10 }, () => fetched(transport, { url: `http://127.0.0.1:${port}/` }));
    for (let answered = 0; answered < 10; ) {
      await until(() => waiting.length === Math.min(3, 10 - answered));
      for (const socket of waiting.splice(0)) {
        socket.write(ok);
        answered++;
      }
    }
    await Promise.all(calls);
    expect(most).toBe(3);
  });

  test("of a response whose body is let go of are closed, and the next call gets another one", async () => {
    const closed: number[] = [];
    const port = await rawBackend((socket, nth) => {
      socket.on("close", () => closed.push(nth));
      socket.on("data", () =>
        socket.write(nth === 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nbegin" : ok),
      );
    });
    const transport = transportFor();
    const first = await transport.transport(outgoing({ url: `http://127.0.0.1:${port}/` }));
    first.body.discard();
    await until(() => closed.length > 0);
    expect((await fetched(transport, { url: `http://127.0.0.1:${port}/` })).text).toBe("hi");
    expect(closed).toEqual([1]);
  });

  test("end when the transport is closed, and calls fail", async () => {
    let closed = false;
    const port = await rawBackend((socket) => socket.on("close", () => (closed = true)).resume());
    const transport = transportFor();
    const call = fetched(transport, { url: `http://127.0.0.1:${port}/` });
    const failed = expect(call).rejects.toMatchObject({ name: "TransportFailure", kind: "connection" });
    await turn();
    await transport.close();
    await failed;
    await until(() => closed);
  });

  test("to origins that nobody calls any more are let go of", async () => {
    const backend = await scripted(ok);
    const seen = new Set<string>();
    const transport = transportFor({
      maxOrigins: 3,
      resolve: (origin) => {
        seen.add(origin);
        return backend.url;
      },
    });
    for (let i = 0; i < 20; i++) await fetched(transport, { url: `http://host-${i}/` });
    expect(seen.size).toBe(20);
    expect(transport.origins()).toBeLessThanOrEqual(3);
    // What was let go of is opened again.
    expect((await fetched(transport, { url: "http://host-0/" })).text).toBe("hi");
  });
});

describe("another address for an origin", () => {
  test("is called under the name of the URL", async () => {
    const backend = await scripted(ok);
    const transport = transportFor({
      resolve: (origin) => (origin === "http://oai-x.openai.azure.com" ? backend.url : undefined),
    });
    await fetched(transport, { url: "http://oai-x.openai.azure.com/openai?x=1" });
    expect(lines(backend.got[0])?.slice(0, 2)).toEqual([
      "GET /openai?x=1 HTTP/1.1",
      "host: oai-x.openai.azure.com",
    ]);
  });

  test("may change from call to call", async () => {
    const [one, two] = [await scripted(ok), await scripted(ok)];
    let address = one.url;
    const transport = transportFor({ resolve: () => address });
    await fetched(transport, { url: "http://a/1" });
    address = two.url;
    await fetched(transport, { url: "http://a/2" });
    expect([one.got.length, two.got.length]).toEqual([1, 1]);
  });
});
