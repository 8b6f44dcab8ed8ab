import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { mendFileBackend } from "../../../local/engine/mendFileBackend";

test("only half-written attributes of the stack are removed, never a state", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "backend-"));
  const stacks = path.join(folder, ".pulumi/stacks/aoai-fleet");
  fs.mkdirSync(stacks, { recursive: true });
  const files = {
    "dev.json": "",
    "dev.json.attrs": "",
    "dev.json.bak.attrs": '{"user.md5":',
    "prod.json.attrs": "",
    "dev.json.gz.attrs": "{}",
  };
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(stacks, name), text);
  try {
    expect(mendFileBackend(pathToFileURL(folder).href, "dev").sort()).toEqual([
      path.join(stacks, "dev.json.attrs"),
      path.join(stacks, "dev.json.bak.attrs"),
    ]);
    expect(fs.readdirSync(stacks).sort()).toEqual(["dev.json", "dev.json.gz.attrs", "prod.json.attrs"]);
    expect(mendFileBackend(pathToFileURL(folder).href, "dev")).toEqual([]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test("a backend that is no folder, or has no states yet, is left alone", () => {
  expect(mendFileBackend("azblob://states", "dev")).toEqual([]);
  expect(mendFileBackend("https://api.example", "dev")).toEqual([]);
  expect(mendFileBackend("file:///nowhere/at/all", "dev")).toEqual([]);
});
