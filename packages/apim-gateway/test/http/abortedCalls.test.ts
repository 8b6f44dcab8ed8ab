import { backend, failure, fetched, ok, outgoing, transportFor } from "./calls";
import { closeAfterEach, rawBackend, until } from "./wire";

closeAfterEach();

describe("a caller that loses interest", () => {
  const abortable = () => {
    const state = { abort: () => {} };
    return {
      state,
      onAbort: (abort: () => void) => {
        state.abort = abort;
      },
    };
  };

  test("before the head: the call fails as aborted, and the backend sees it end", async () => {
    const { state, onAbort } = abortable();
    let [got, closed] = [false, false];
    const port = await rawBackend((socket) => {
      socket.on("data", () => (got = true)).on("close", () => (closed = true));
    });
    const call = failure({ url: `http://127.0.0.1:${port}/`, onAbort });
    await until(() => got);
    state.abort();
    expect((await call).kind).toBe("aborted");
    await until(() => closed);
  });

  test("before the connection is there: the request is never sent", async () => {
    const { state, onAbort } = abortable();
    let got = false;
    const url = await backend(() => (got = true));
    const transport = transportFor();
    const call = failure({ url, onAbort }, transport);
    state.abort();
    expect((await call).kind).toBe("aborted");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(got).toBe(false);
  });

  test("before the call: nothing is opened", async () => {
    let connections = 0;
    const port = await rawBackend(() => connections++);
    const { kind } = await failure({ url: `http://127.0.0.1:${port}/`, onAbort: (abort) => abort() });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([kind, connections]).toEqual(["aborted", 0]);
  });

  test("in the middle of the body: the stream breaks, and the backend sees it", async () => {
    const { state, onAbort } = abortable();
    let closed = false;
    const port = await rawBackend((socket) => {
      socket.on("close", () => (closed = true));
      socket.on("data", () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nbegin"));
    });
    const { body } = await transportFor().transport(outgoing({ url: `http://127.0.0.1:${port}/`, onAbort }));
    const loading = expect(body.load()).rejects.toMatchObject({ name: "BodyCut" });
    state.abort();
    await loading;
    await until(() => closed);
  });

  test("after the whole response: nothing happens, and the connection is used again", async () => {
    const { state, onAbort } = abortable();
    let connections = 0;
    const port = await rawBackend((socket) => {
      connections++;
      socket.on("data", () => socket.write(ok));
    });
    const transport = transportFor();
    await fetched(transport, { url: `http://127.0.0.1:${port}/`, onAbort });
    state.abort();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await fetched(transport, { url: `http://127.0.0.1:${port}/` });
    expect(connections).toBe(1);
  });
});
