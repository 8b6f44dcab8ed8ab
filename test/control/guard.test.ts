import { lacking } from "../../local/control/guard";
import { serveControl } from "../../local/control/serveControl";

const host = "127.0.0.1:8190";
const authorization = "Bearer secret";

test.each([
  ["with the token", { host, authorization }, false, undefined],
  ["by another name of this machine", { host: "LOCALHOST:8190", authorization }, false, undefined],
  ["from its own page", { host, authorization, origin: "http://127.0.0.1:8190" }, false, undefined],
  ["the page itself, without a token", { host }, true, undefined],
  [
    "the page itself, by a link on another page",
    { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    true,
    undefined,
  ],
  ["without a token", { host }, false, 401],
  ["with another token", { host, authorization: "Bearer secreu" }, false, 401],
  ["with a longer token", { host, authorization: "Bearer secrets" }, false, 401],
  ["without a host", { authorization }, false, 403],
  ["by a name that changed its address", { host: "evil.example:8190", authorization }, false, 403],
  ["by a name that changed its address, the page itself", { host: "evil.example:8190" }, true, 403],
  ["by another port", { host: "127.0.0.1:8191", authorization }, false, 403],
  ["from a page of another origin", { host, authorization, origin: "https://evil.example" }, false, 403],
  ["from a page of another port", { host, authorization, origin: "http://127.0.0.1:8191" }, false, 403],
  ["from a page without an origin", { host, authorization, origin: "null" }, false, 403],
  [
    "as a script of another site",
    { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
    true,
    403,
  ],
])("%s", (_, headers, open, status) => {
  expect(lacking(headers, 8190, "secret", open)?.status).toBe(status);
});

test("answers are kept by nobody, framed by nobody, and load nothing of elsewhere; a fault in one is its own", async () => {
  const control = await serveControl([
    { method: "GET", path: "/", open: true, answer: () => ({ type: "text/html", bytes: "<p>" }) },
    {
      method: "POST",
      path: "/long",
      answer: async ({ text }) => ({ status: 200, json: (await text()).length }),
    },
  ]);
  try {
    const page = await fetch(`${control.url}/`);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    });
    expect(page.headers.get("access-control-allow-origin")).toBeNull();
    const post = (body: string) =>
      fetch(`${control.url}/long`, {
        method: "POST",
        headers: { authorization: `Bearer ${control.token}` },
        body,
      });
    expect(await (await post("four")).json()).toBe(4);
    expect((await post("x".repeat(1024 * 1024 + 1))).status).toBe(500);
    expect((await post("four")).status).toBe(200);
  } finally {
    await control.close();
  }
});

test("events are sent while somebody listens", async () => {
  let listening = 0;
  const control = await serveControl([]);
  control.add([
    {
      method: "GET",
      path: "/events",
      answer: () => ({
        events(send) {
          listening++;
          send({ text: "one\n\ntwo" });
          return () => void listening--;
        },
      }),
    },
  ]);
  try {
    const abort = new AbortController();
    const headers = { authorization: `Bearer ${control.token}` };
    const response = await fetch(`${control.url}/events`, { headers, signal: abort.signal });
    const read = await response.body?.getReader().read();
    expect(new TextDecoder().decode(read?.value)).toBe('data: {"text":"one\\n\\ntwo"}\n\n');
    expect(listening).toBe(1);
    abort.abort();
    for (let tries = 0; listening > 0 && tries < 500; tries++)
      await new Promise((done) => setTimeout(done, 10));
    expect(listening).toBe(0);
  } finally {
    await control.close();
  }
});
