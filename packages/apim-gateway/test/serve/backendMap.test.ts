import { readBackendMap, resolveIn } from "../../src/serve/backendMap";

test("a backend that is named is reached where the map says, all others under the star", () => {
  const { map, faults } = readBackendMap(
    '{ "https://A.openai.azure.com/": "http://127.0.0.1:9001", "*": "http://127.0.0.1:9000" }',
  );
  expect(faults).toEqual([]);
  const resolve = resolveIn(map);
  expect(resolve("https://a.openai.azure.com")).toBe("http://127.0.0.1:9001");
  expect(resolve("https://b.openai.azure.com")).toBe("http://127.0.0.1:9000");
});

test("without a star everybody else stays where its URL says", () => {
  const { map } = readBackendMap('{ "https://a.example": "http://127.0.0.1:9001" }');
  expect(resolveIn(map)("https://b.example")).toBeUndefined();
});

test("every mistake of a map is told", () => {
  expect(
    readBackendMap(
      '{ "a.example": "http://x", "https://b.example/path": "http://y", "https://c.example": 7 }',
    ).faults,
  ).toEqual([
    "`a.example` is not an origin such as https://name.openai.azure.com.",
    "`https://b.example/path` is not an origin such as https://name.openai.azure.com.",
    "The target of `https://c.example` is 7; it must be an origin such as http://127.0.0.1:9001.",
  ]);
  expect(readBackendMap("[]").faults).toHaveLength(1);
  expect(readBackendMap("{").faults[0]).toMatch(/^It is not JSON/);
});
