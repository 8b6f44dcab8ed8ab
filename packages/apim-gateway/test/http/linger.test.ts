import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { answer, call, closeAfterEach, recorder, serve, statuses, turn, until } from "./wire";

closeAfterEach();

/** The server's end of the next connection. */
function nextSocket(): Promise<Socket> {
  return new Promise((resolve) => {
    const take = (message: unknown) => {
      unsubscribe("net.server.socket", take);
      resolve((message as { socket: Socket }).socket);
    };
    subscribe("net.server.socket", take);
  });
}

const listeners = (socket: Socket) =>
  socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0);

test("a connection keeps nothing of a body that was refused: a hundred of them leave no listener and no timer", async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error) => void warnings.push(warning);
  process.on("warning", warn);
  const { handle } = recorder(() => answer({ status: 413, body: "no" }));
  const room = await serve(handle);
  const socketThere = nextSocket();
  const caller = await call(room.port);
  caller.socket.setNoDelay();
  const socket = await socketThere;
  /** Answered while half of the body is still to come. */
  const refused = async (nth: number) => {
    caller.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\nhalf");
    await caller.until(({ text }) => statuses(text).length === nth);
    caller.write("rest");
    await turn();
  };
  await refused(1);
  await refused(2);
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = { listeners: listeners(socket), timers: timers() };
  for (let nth = 3; nth <= 102; nth++) await refused(nth);
  expect(listeners(socket)).toBe(before.listeners);
  expect(timers()).toBeLessThan(before.timers + 5);
  await turn();
  process.off("warning", warn);
  expect(warnings).toEqual([]);
});

test("the time to send the rest begins with the last body that was refused", async () => {
  const { handle } = recorder(() => answer({ status: 413 }));
  const room = await serve(handle, { lingerMs: 150 });
  const caller = await call(room.port);
  for (let nth = 1; nth <= 3; nth++) {
    caller.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\nhalf");
    await caller.until(({ text }) => statuses(text).length === nth);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(caller.closed).toBe(false);
    if (nth < 3) caller.write("rest");
  }
  const since = Date.now();
  await until(() => caller.closed);
  expect(Date.now() - since).toBeLessThan(1_500);
});
