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
  const report = (...backends: object[]) => startReport(served(backends), 1, "folder", names, false);
  expect(report({})).toContain("  1 backend, 0 pools among them\n");
  expect(report({}, { properties: { type: "Pool" } })).toContain("  2 backends, 1 pool among them\n");
});
