import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { makeStateFolder } from "../../../local/engine/stateFolder";

describe("the folder of a local state", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-state-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  test("holds backend and home, and a file that keeps the CLI from logging", () => {
    makeStateFolder(path.join(folder, "state"));
    expect(fs.readdirSync(path.join(folder, "state"))).toEqual(["backend", "home"]);
    expect(fs.statSync(path.join(folder, "state", "home", "logs")).isFile()).toBe(true);
  });

  test("keeps what is there, logs included", () => {
    fs.mkdirSync(path.join(folder, "home", "logs"), { recursive: true });
    fs.writeFileSync(path.join(folder, "home", "logs", "mine.log"), "mine");
    makeStateFolder(folder);
    expect(fs.readFileSync(path.join(folder, "home", "logs", "mine.log"), "utf8")).toBe("mine");
  });
});
