import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const source = join(__dirname, "../src");

test("no closure is a generator: V8 would keep what each of them refers to until a full collection", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  expect(files.length).toBeGreaterThan(300);
  const found = files.filter((file) => /function\s*\*\s*\(/.test(readFileSync(join(source, file), "utf8")));
  expect(found).toEqual([]);
});
