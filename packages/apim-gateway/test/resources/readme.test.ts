import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRouter } from "../../src/apis/createRouter";
import { compilePolicies } from "../../src/gateway/compilePolicies";
import { Headers } from "../../src/messages/headers";
import { Url } from "../../src/messages/url";
import type { GatewayRequest } from "../../src/ports/gatewayRequest";
import { completeSettings } from "../../src/settings/catalogue";
import { readGood } from "./folder";

test("the example in FOLDERS.md works", () => {
  const text = readFileSync(join(__dirname, "../../FOLDERS.md"), "utf8");
  const blocks = text.matchAll(/^`([^`]+)`\n```(?:json|xml)\n([\s\S]*?)^```$/gm);
  const files = Object.fromEntries([...blocks].map(([, path, content]) => [path, content]));
  expect(Object.keys(files).length).toBe(7);
  const configuration = readGood(files);
  const { settings } = completeSettings();
  expect(compilePolicies(configuration, { settings, strict: true }).problems).toEqual([]);
  const headers = Headers.of({ "Ocp-Apim-Subscription-Key": "secret" });
  const request = { method: "GET", headers } as unknown as GatewayRequest;
  const url = new Url("http", "localhost", 80, "/shop/orders/7", "");
  expect(createRouter(configuration, settings)(request, url)).toMatchObject({
    api: { id: "orders" },
    operation: { id: "one" },
    product: { id: "basic" },
    subscription: { id: "app" },
    kind: "granted",
  });
});
