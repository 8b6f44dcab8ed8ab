import fs, { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LoadedConfiguration, loadConfiguration } from "../../src/resources/loadConfiguration";
import {
  type WatchOptions,
  type WatchTimers,
  watchConfiguration,
} from "../../src/resources/watchConfiguration";
import { anOperation, folderOf, removeFolders, write } from "./folder";

afterAll(removeFolders);

/** A clock that goes when told. It is far ahead of the files, so that none of them is young. */
class FakeTimers implements WatchTimers {
  constructor(private time = Date.now() + 1_000_000_000) {}

  private readonly waiting = new Set<{ readonly at: number; readonly action: () => void }>();

  now(): number {
    return this.time;
  }

  after(milliseconds: number, action: () => void): () => void {
    const timer = { at: this.time + milliseconds, action };
    this.waiting.add(timer);
    return () => this.waiting.delete(timer);
  }

  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const [next] = [...this.waiting].sort((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      this.waiting.delete(next);
      this.time = next.at;
      next.action();
    }
    this.time = end;
  }

  get pending(): number {
    return this.waiting.size;
  }
}

const files = { "apis/a.json": { path: "a" }, "apis/a/operations/o.json": anOperation };

function watched(options: WatchOptions = {}, folder = folderOf(files)) {
  const timers = new FakeTimers();
  const told: LoadedConfiguration[] = [];
  const watch = watchConfiguration(folder, {}, (loaded) => told.push(loaded), { timers, ...options });
  const paths = () => told.map(({ configuration }) => configuration?.apis.map(({ path }) => path).join());
  timers.pass(1000);
  return { folder, timers, told, watch, paths };
}

test("nothing is told while nothing changes", () => {
  const { timers, told } = watched();
  timers.pass(60_000);
  expect(told).toEqual([]);
});

test("a file that changes is told, once", () => {
  const { folder, timers, paths } = watched();
  write(folder, { "apis/a.json": { path: "b" } });
  timers.pass(60_000);
  expect(paths()).toEqual(["b"]);
});

test("a file that is added, one that goes and one in folders that are new are told", () => {
  const { folder, timers, paths } = watched();
  write(folder, { "apis/b.json": { path: "b" } });
  timers.pass(1000);
  rmSync(join(folder, "apis/b.json"));
  timers.pass(1000);
  write(folder, {
    "subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/x/apis/c.json": {
      path: "c",
    },
  });
  timers.pass(1000);
  expect(paths()).toEqual(["a,b", "a", "a,c"]);
});

test("a file that is replaced by renaming is told, even with the same size and time", () => {
  const { folder, timers, paths } = watched();
  const file = join(folder, "apis/a.json");
  const time = new Date(1_700_000_000_000);
  utimesSync(file, time, time);
  timers.pass(1000);
  write(folder, { "apis/a.json.new": { path: "b" } });
  utimesSync(`${file}.new`, time, time);
  renameSync(`${file}.new`, file);
  timers.pass(1000);
  expect(paths()).toEqual(["b"]);
});

test("the same contents written again are not told", () => {
  const { folder, timers, told } = watched();
  write(folder, files);
  timers.pass(1000);
  expect(told).toEqual([]);
});

test("many changes in a row are told when they are over", () => {
  const { folder, timers, paths } = watched();
  for (const path of ["b", "c", "d", "e"]) {
    write(folder, { "apis/a.json": { path } });
    timers.pass(100);
  }
  expect(paths()).toEqual([]);
  timers.pass(1000);
  expect(paths()).toEqual(["e"]);
});

test("a folder that never comes to rest is told of all the same", () => {
  const { folder, timers, paths } = watched({ longestMs: 2000 });
  for (let step = 0; step < 50; step++) {
    write(folder, { "apis/a.json": { path: `p${step}` } });
    timers.pass(100);
  }
  expect(paths().length).toBeGreaterThanOrEqual(1);
  expect(paths().length).toBeLessThanOrEqual(3);
  timers.pass(5000);
  expect(paths().at(-1)).toBe("p49");
});

test("a file that is half written is told with its problem, and mended by what comes next", () => {
  const { folder, timers, told, paths } = watched();
  writeFileSync(join(folder, "apis/a.json"), '{ "path": ');
  timers.pass(1000);
  write(folder, { "apis/a.json": { path: "b" } });
  timers.pass(1000);
  expect(told.map(({ problems }) => problems.map(({ rule }) => rule))).toEqual([
    ["json", "missing-parent"],
    [],
  ]);
  expect(paths()).toEqual(["", "b"]);
});

test("a folder that goes away for a moment is not missed", () => {
  const { folder, timers, told } = watched();
  renameSync(folder, `${folder}.away`);
  timers.pass(100);
  renameSync(`${folder}.away`, folder);
  timers.pass(10_000);
  expect(told).toEqual([]);
});

test("a folder that stays away is told, and so is its return", () => {
  const { folder, timers, told, paths } = watched();
  rmSync(folder, { recursive: true });
  timers.pass(1000);
  expect(told.map(({ configuration, problems }) => [configuration, problems[0]?.message])).toEqual([
    [undefined, "There is no such folder."],
  ]);
  mkdirSync(folder);
  write(folder, { ...files, "apis/a.json": { path: "back" } });
  timers.pass(1000);
  expect(paths()).toEqual([undefined, "back"]);
});

test("what changed before the watch began is told to who says what it knows", () => {
  const folder = folderOf(files);
  const { fingerprint } = loadConfiguration(folder);
  write(folder, { "apis/a.json": { path: "b" } });
  expect(watched({ known: fingerprint }, folder).paths()).toEqual(["b"]);
  expect(watched({}, folder).paths()).toEqual([]);
});

test("a file as young as the clock's steps is read until it is older, as it may change and look the same", () => {
  const folder = folderOf(files);
  const born = fs.statSync(join(folder, "apis/a/operations/o.json")).ctimeMs;
  const timers = new FakeTimers(born);
  const reads = jest.spyOn(fs, "readFileSync");
  const watch = watchConfiguration(folder, {}, () => {}, { timers, pollMs: 10, debounceMs: 10 });
  const readsIn = (milliseconds: number) => {
    reads.mockClear();
    timers.pass(milliseconds);
    return reads.mock.calls.filter(([path]) => String(path).endsWith("o.json")).length;
  };
  expect(readsIn(50)).toBeGreaterThan(1);
  expect(readsIn(100)).toBeGreaterThan(0);
  expect(readsIn(10_000)).toBe(0);
  watch.stop();
  reads.mockRestore();
});

test("links are followed, and may go round", () => {
  const folder = folderOf({ ...files, "deep/notes/x.json": "{}" });
  const elsewhere = folderOf({ "x.json": { path: "x" } });
  fs.symlinkSync("../..", join(folder, "deep/notes/round"));
  fs.symlinkSync("..", join(folder, "deep/up"));
  fs.symlinkSync(elsewhere, join(folder, "out"));
  const { timers, told } = watched({}, folder);
  write(folder, { "deep/notes/x.json": "{ }" });
  timers.pass(1000);
  expect(told.length).toBe(1);
});

test("nothing is told after the end, and nothing waits", () => {
  const { folder, timers, told, watch } = watched();
  write(folder, { "apis/a.json": { path: "b" } });
  watch.stop();
  timers.pass(10_000);
  expect(told).toEqual([]);
  expect(timers.pending).toBe(0);
});

test("who is told may end the watch", () => {
  const folder = folderOf(files);
  const timers = new FakeTimers();
  let count = 0;
  const watch = watchConfiguration(
    folder,
    {},
    () => {
      count++;
      watch.stop();
    },
    { timers },
  );
  timers.pass(1000);
  write(folder, { "apis/a.json": { path: "b" } });
  timers.pass(10_000);
  expect([count, timers.pending]).toEqual([1, 0]);
});

test.each([
  [1, 200],
  [4, 800],
  [50, 2000],
])("a folder that takes %d ms to look at is looked at every %d ms", (cost, expected) => {
  const delays: number[] = [];
  let action = () => {};
  let now = Date.now() + 1_000_000_000;
  const timers: WatchTimers = {
    now: () => {
      now += cost;
      return now;
    },
    after(milliseconds, next) {
      delays.push(milliseconds);
      action = next;
      return () => {};
    },
  };
  const folder = folderOf(files);
  const told: LoadedConfiguration[] = [];
  const watch = watchConfiguration(folder, {}, (loaded) => told.push(loaded), { timers });
  for (let look = 0; look < 300; look++) action();
  expect(delays.at(-1)).toBe(expected);

  // What has changed is followed up without sparing.
  write(folder, { "apis/a.json": { path: "b" } });
  action();
  expect(delays.at(-1)).toBe(150);
  for (let look = 0; look < 300 && told.length === 0; look++) action();
  expect(told).toHaveLength(1);
  watch.stop();
});
