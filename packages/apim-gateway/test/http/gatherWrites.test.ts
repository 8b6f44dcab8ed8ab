import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { gatherWrites } from "../../src/http/gatherWrites";

/** A socket that gathers, and what its peer has got, packet by packet. */
async function connected(run: (socket: Socket, received: string[]) => Promise<void>): Promise<void> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1").setNoDelay(true);
  const [peer] = (await once(server, "connection")) as [Socket];
  const received: string[] = [];
  peer.on("data", (chunk: Buffer) => received.push(chunk.toString()));
  gatherWrites(socket);
  try {
    await run(socket, received);
  } finally {
    socket.destroy();
    peer.destroy();
    server.close();
  }
}

const corked = (socket: Socket, ...texts: string[]) => {
  socket.cork();
  for (const text of texts) socket.write(text);
  socket.uncork();
};

const arrived = async (received: readonly string[], length: number) => {
  while (received.join("").length < length) await new Promise(setImmediate);
};

test("what is written in one turn goes out at its end, in order", async () => {
  await connected(async (socket, received) => {
    corked(socket, "a", "b");
    corked(socket, "c");
    expect(socket.writableLength).toBe(3);
    await arrived(received, 3);
    expect(received).toEqual(["abc"]);
    corked(socket, "d");
    await arrived(received, 4);
    expect(received).toEqual(["abc", "d"]);
    expect(socket.writableCorked).toBe(0);
  });
});

test("corks within corks are one", async () => {
  await connected(async (socket, received) => {
    socket.cork();
    corked(socket, "a");
    await new Promise(setImmediate);
    expect(received).toEqual([]);
    socket.write("b");
    socket.uncork();
    await arrived(received, 2);
    expect(received).toEqual(["ab"]);
  });
});

test("a socket that is ended sends what it was given first", async () => {
  await connected(async (socket, received) => {
    const finished = once(socket, "finish");
    corked(socket, "a");
    socket.end("b");
    await finished;
    await arrived(received, 2);
    expect(received.join("")).toBe("ab");
  });
});

test("a socket that is destroyed with something to send harms nobody else", async () => {
  await connected(async (first) => {
    await connected(async (second, received) => {
      corked(first, "lost");
      corked(second, "kept");
      first.destroy();
      await arrived(received, 4);
      expect(received).toEqual(["kept"]);
    });
  });
});
