import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../../cli/wholeFile";

const folder = () => mkdtempSync(join(tmpdir(), "whole-"));

test("a file that somebody else changed meanwhile is left as it is, and nothing lies beside it", () => {
  const own = folder();
  const file = join(own, "dev.yaml");
  writeFileSync(file, "theirs");
  expect(writeWhole(file, "ours", "before")).toBe(false);
  expect(readFileSync(file, "utf8")).toBe("theirs");
  expect(writeWhole(file, "ours", "theirs")).toBe(true);
  expect(readFileSync(file, "utf8")).toBe("ours");
  expect(readdirSync(own)).toEqual(["dev.yaml"]);
});

test("a link stays a link, and the file keeps who may read it", () => {
  const own = folder();
  writeFileSync(join(own, "real.yaml"), "old", { mode: 0o640 });
  symlinkSync(join(own, "real.yaml"), join(own, "link.yaml"));
  writeWhole(join(own, "link.yaml"), "new");
  expect(lstatSync(join(own, "link.yaml")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(own, "real.yaml"), "utf8")).toBe("new");
  expect(statSync(join(own, "real.yaml")).mode & 0o777).toBe(0o640);
});
