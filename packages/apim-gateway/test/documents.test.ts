import { readFileSync } from "node:fs";
import { join } from "node:path";
import { documents } from "../tools/documents";

test.each(Object.entries(documents()))("%s is as `npm run docs -w apim-gateway` writes it", (file, text) => {
  expect(readFileSync(join(__dirname, "..", file), "utf8")).toBe(text);
});
