import { startReport } from "../../src/cli/startReport";
import type { ServedFolder } from "../../src/serve/serveFolder";

test("counts backends and pools in words that fit", () => {
  const served = (backends: readonly object[]) =>
    ({
      url: "http://127.0.0.1:8180",
      adminToken: "t",
      configuration: { service: { name: "s", gateway: "classic" }, apis: [], subscriptions: [], backends },
    }) as unknown as ServedFolder;
  const names = { serve: "s", test: "t", trace: "r" } as never;
  const report = (...backends: object[]) => startReport(served(backends), 1, "folder", names, false, 80);
  expect(report({})).toContain("  1 backend, 0 pools among them\n");
  expect(report({}, { properties: { type: "Pool" } })).toContain("  2 backends, 1 pool among them\n");
});

test("is as wide as the terminal, and breaks nothing that one would copy", () => {
  const served = {
    url: "http://0.0.0.0:8180",
    adminToken: "a-token-of-somebody-who-looks-inside-from-elsewhere",
    configuration: {
      service: { name: "s", gateway: "classic" },
      apis: [
        { path: "a/path/that/is/longer/than/others/are", id: "an-api-with-a-long-name", operations: [1] },
      ],
      subscriptions: [{ id: "app" }],
      backends: [],
    },
  } as unknown as ServedFolder;
  const names = { serve: "npx apim-gateway serve", test: "t", trace: "npx apim-gateway trace" } as never;
  expect(startReport(served, 1, "policies", names, false, 60)).toBe(`s (classic) from policies
Serving at http://0.0.0.0:8180

  http://0.0.0.0:8180/a/path/that/is/longer/than/others/are
    an-api-with-a-long-name, 1 operation

  0 backends, 0 pools among them
  Callers send a key of app;
  \`npx apim-gateway serve policies --show-key NAME\` prints
  one.
  Open to others: whoever reaches this address can call
  these APIs, and backends with the credentials that
  policies add. It is HTTP without TLS. What is inside stays
  closed to them, unless they have the token.
  Inside: http://127.0.0.1:8180/.gateway/backends,
  /.gateway/metrics, /.gateway/traces;
  \`npx apim-gateway trace -- curl …\` shows one request.
  From another machine, or through a proxy, that needs the
  header
  \`Authorization: Bearer a-token-of-somebody-who-looks-inside-from-elsewhere\`.
  Ctrl+C ends it. Changes in the folder are taken over while
  it runs.

`);
});
