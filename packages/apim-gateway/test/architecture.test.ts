import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const house = join(__dirname, "..");
const text = readFileSync(join(house, "ARCHITECTURE.md"), "utf8");
const section = (title: string) => text.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";

/** Files that a text names by their room; one without a room is in that of the file before it. */
function named(part: string): string[] {
  let room = "";
  return [...part.matchAll(/`((?:\w+\/)*)(\w+\.ts)`/g)].map(([, folder = "", file = ""]) => {
    if (folder !== "") room = folder;
    return `${room}${file}`;
  });
}

test("the trip of a request has fourteen steps, through files that are there", () => {
  const trip = section("The trip of a request");
  expect(trip.match(/^\d+\. /gm)).toHaveLength(14);
  const files = trip.split("\n").flatMap(named);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !existsSync(join(house, "src", file)))).toEqual([]);
});

test("each trick has its file and what it gains", () => {
  const rows = section("Tricks").match(/^\| (?!trick|---).*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    const [, , file = "", gain = ""] = row.split("|");
    expect([row, named(file).every((each) => existsSync(join(house, "src", each)))]).toEqual([row, true]);
    expect(gain.trim()).not.toBe("");
  }
});

test("files where one lands open with what comes in, what goes out, who calls and which trick is there", () => {
  const landing = /^Files where one lands[\s\S]*?\n\n/m.exec(text)?.[0] ?? "";
  const files = named(landing);
  expect(files).toHaveLength(8);
  for (const file of files) {
    const [head = ""] = readFileSync(join(house, "src", file), "utf8").split("\n\n");
    expect([file, head.match(/^\/\/ .*$/gm)?.length]).toEqual([file, 5]);
    for (const word of ["In: ", "Out: ", "alled ", "Trick"])
      expect([file, head]).toEqual([file, expect.stringContaining(word)]);
  }
});
