import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(__dirname, "../../policies");

/** The templates of the attempts; the others still have longer lines. */
const attempts =
  /^(csharp\/|fragments\/(answer|ask|attempt|begin|choose|give-up|headroom|judge|route)\.|partials\/(attempts|fail|finish|forward|keep-state|member-key|next-target|note-.*|nothing-known|remember|set-aside|verdict)\.)/;

test("no line of the templates and C# files of the attempts is longer than 120 characters", () => {
  const files = ["fragments", "partials", "csharp"].flatMap((kind) =>
    readdirSync(join(FOLDER, kind)).map((file) => `${kind}/${file}`),
  );
  const own = files.filter((file) => attempts.test(file));
  expect(own.length).toBeGreaterThan(30);
  const longer = own.filter((file) =>
    readFileSync(join(FOLDER, file), "utf8")
      .split("\n")
      .some((line) => line.length > 120),
  );
  expect(longer).toEqual([]);
});
