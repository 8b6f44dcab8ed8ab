import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(__dirname, "../../policies");

test("no line of a template or a C# file is longer than 120 characters", () => {
  const files = ["apis", "fragments", "partials", "csharp"].flatMap((kind) =>
    readdirSync(join(FOLDER, kind)).map((file) => `${kind}/${file}`),
  );
  expect(files.length).toBeGreaterThan(60);
  const longer = files.flatMap((file) =>
    readFileSync(join(FOLDER, file), "utf8")
      .split("\n")
      .flatMap((line, index) => (line.length > 120 ? [`${file}:${index + 1}`] : [])),
  );
  expect(longer).toEqual([]);
});
