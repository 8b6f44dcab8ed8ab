import { backendAddresses } from "../../../local/gateway/http/backendAddresses";

test("an origin in the table is called elsewhere, however it is spelt; any other one is not", () => {
  const resolve = backendAddresses({
    "https://oai-x.openai.azure.com": "http://127.0.0.1:9001",
    "http://Other:80/": "http://localhost:9002/",
  });
  expect(resolve("https://oai-x.openai.azure.com")).toBe("http://127.0.0.1:9001");
  expect(resolve("https://OAI-X.openai.azure.com:443")).toBe("http://127.0.0.1:9001");
  expect(resolve("http://other")).toBe("http://localhost:9002");
  expect(resolve("https://other")).toBeUndefined();
  expect(resolve("no origin")).toBeUndefined();
});

test("every wrong entry is told at once", () => {
  const table = {
    "https://a/path": "http://b",
    "https://c": "d",
    "https://e": 5,
    "https://f": "http://g?q",
    "ftp://h": "http://i",
  };
  expect(() => backendAddresses(table as never)).toThrow(
    /https:\/\/a\/path: http:\/\/b[\s\S]*https:\/\/c: d[\s\S]*https:\/\/e: 5[\s\S]*https:\/\/f[\s\S]*ftp:\/\/h/,
  );
});
