import fc from "fast-check";
import { answer, call, closeAfterEach, exchange, type Room, serve, statuses } from "./wire";

closeAfterEach();

const bytes = (array: Uint8Array): string => Buffer.from(array).toString("latin1");

/** Pieces that requests are made of, whole and broken. */
const piece = fc.oneof(
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 40 }).map(bytes) },
  fc.constantFrom(
    "GET / HTTP/1.1\r\n",
    "POST /a HTTP/1.1\r\nHost: h\r\n",
    "HEAD /\r\n",
    "CONNECT a:1 HTTP/1.1\r\nHost: h\r\n\r\n",
    "Host: h\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 99999\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Connection: close\r\n",
    "Connection: upgrade\r\nUpgrade: websocket\r\n",
    "Expect: 100-continue\r\n",
    "Expect: x\r\n",
    "\r\n",
    "\n",
    "\r\n\r\n",
    "0\r\n\r\n",
    "5\r\nhello\r\n",
    "hello",
    "\0",
    ": x\r\n",
    "X: y\r\n z\r\n",
  ),
);

const script = fc.record({
  /** Written one after the other, each in its own turn. */
  writes: fc.array(
    fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join("")),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
  ending: fc.constantFrom("end", "destroy", "reset", "wait"),
});

async function play(room: Room, { writes, ending }: { writes: string[]; ending: string }): Promise<void> {
  const caller = await call(room.port);
  for (const text of writes) {
    if (!caller.socket.writable) break;
    caller.write(text);
    await new Promise(setImmediate);
  }
  if (ending === "end") caller.socket.end();
  else if (ending === "reset") caller.socket.resetAndDestroy();
  else if (ending === "destroy") caller.socket.destroy();
  await new Promise(setImmediate);
  caller.socket.destroy();
}

test("whatever bytes come, the server goes on answering, and answers nothing but HTTP", async () => {
  const room = await serve(
    async ({ body }) => {
      await body?.load()?.catch(() => {});
      return answer({ body: "alive" });
    },
    { headMs: 200, bodyIdleMs: 50, lingerMs: 50, bodyBytes: 1000, headBytes: 2000 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 4 }), async (scripts) => {
      await Promise.all(scripts.map((one) => play(room, one)));
      expect(await exchange(room.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")).toContain("alive");
    }),
    { numRuns: 300 },
  );
  expect(room.problems).toEqual([]);
  await room.close(1000);
}, 30_000);

test("a request cut anywhere and sent byte by byte is answered the same", async () => {
  const text =
    "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  const room = await serve(async ({ body, target }) => {
    await body?.load();
    return answer({ body: `${target} ${body?.text()}` });
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 8 }),
      async (cuts) => {
        const caller = await call(room.port);
        let from = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), text.length]) {
          caller.write(text.slice(from, cut));
          from = cut;
          await new Promise(setImmediate);
        }
        const got = await caller.all();
        expect(statuses(got)).toEqual(["HTTP/1.1 200"]);
        expect(got).toContain("/a hello");
      },
    ),
    { numRuns: 100 },
  );
}, 30_000);
