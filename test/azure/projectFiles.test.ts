import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readProjectFiles, restoreProjectFiles } from "../../local/azure/projectFiles";

let project: string;
let mirror: string;
beforeEach(() => {
  project = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-files-"));
  mirror = path.join(project, "mirror");
  fs.mkdirSync(mirror);
  fs.writeFileSync(path.join(mirror, "Pulumi.dev.yaml"), "config: {}\nencryptionsalt: v1:abc:d+e=\n");
  fs.writeFileSync(path.join(project, "Pulumi.dev.yaml"), "# mine\nconfig:   {}\n");
});
afterEach(() => fs.rmSync(project, { recursive: true }));

const read = (name: string) => fs.readFileSync(path.join(project, name), "utf8");
const write = (name: string, text: string) => fs.writeFileSync(path.join(project, name), text);

test("what holds a local salt is put back byte for byte, and told", () => {
  const before = readProjectFiles(project);
  write("Pulumi.dev.yaml", "config: {}\nencryptionsalt: v1:abc:d+e=\n");
  write("Pulumi.new.yaml", "encryptionsalt: v1:abc:d+e=\n");
  expect(restoreProjectFiles(before, project, mirror)).toEqual([
    "Pulumi.dev.yaml was written by this command, which must never happen; it is as it was before. Please report it.",
    "Pulumi.new.yaml was made by this command, which must never happen; it is removed again. Please report it.",
  ]);
  expect(read("Pulumi.dev.yaml")).toBe("# mine\nconfig:   {}\n");
  expect(fs.existsSync(path.join(project, "Pulumi.new.yaml"))).toBe(false);
});

test("what somebody else has written meanwhile stays", () => {
  const before = readProjectFiles(project);
  write("Pulumi.dev.yaml", "encryptionsalt: v1:another\nconfig: { a:b: 1 }\n");
  write("Pulumi.new.yaml", "config: {}\n");
  expect(restoreProjectFiles(before, project, mirror)).toEqual([]);
  expect(read("Pulumi.dev.yaml")).toBe("encryptionsalt: v1:another\nconfig: { a:b: 1 }\n");
  expect(read("Pulumi.new.yaml")).toBe("config: {}\n");
});
