import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { findLiveUpdate } from "../../../local/engine/liveUpdate";

const since = "2026-11-30T23:14:54.24792477Z";
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "locks-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function lock(stack: string, text: string): void {
  const locks = path.join(folder, ".pulumi/locks/organization/aoai-fleet", stack);
  fs.mkdirSync(locks, { recursive: true });
  fs.writeFileSync(path.join(locks, `${fs.readdirSync(locks).length}.json`), text);
}
const held = (pid: number, hostname = os.hostname()) =>
  JSON.stringify({ pid, username: "root", hostname, timestamp: since });
const find = (stack: string) => findLiveUpdate(pathToFileURL(folder).href, stack, (pid) => pid === 7);

test("the process that holds the lock of the stack, and runs here, is found", () => {
  lock("dev", '{"pid":');
  lock("dev", held(6));
  lock("dev", held(7));
  expect(find("dev")).toEqual({ pid: 7, since });
});

test("a lock of a dead process, of another machine or of another stack says nothing", () => {
  lock("dev", held(6));
  lock("dev", held(7, "another"));
  lock("prod", held(7));
  expect(find("dev")).toBeUndefined();
});

test("a backend that is no folder, or has no locks, tells nothing", () => {
  expect(find("dev")).toBeUndefined();
  expect(findLiveUpdate("azblob://states", "dev", () => true)).toBeUndefined();
});
