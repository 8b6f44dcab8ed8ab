import { type StoryLine, shortened } from "../../src/scenarios/story";

const note = (what: string): StoryLine => ({ at: 0, place: "p.xml:1", depth: 0, what });
const call = (backend: string): StoryLine => ({ ...note("forward-request"), backend, outcome: "200" });
const shown = (lines: readonly StoryLine[]) => shortened(lines).map(({ what, backend }) => backend || what);

test("eight lines are told as they are", () => {
  const lines = Array.from({ length: 8 }, (_, n) => note(`n${n}`));
  expect(shortened(lines)).toBe(lines);
});

test("of more the calls stay, and notes give way", () => {
  const notes = Array.from({ length: 8 }, (_, n) => note(`n${n}`));
  expect(shown([...notes.slice(0, 6), call("first"), ...notes.slice(6), call("second")])).toEqual([
    "n0",
    "n1",
    "n2",
    "n3",
    "n4",
    "… 3 more",
    "first",
    "second",
  ]);
});

test("of too many calls the first four and the last three are told", () => {
  const calls = Array.from({ length: 20 }, (_, n) => call(`c${n}`));
  expect(shown(calls)).toEqual(["c0", "c1", "c2", "c3", "… 13 more", "c17", "c18", "c19"]);
  expect(shown([note("n0"), ...calls])).toEqual(["… 14 more", "c0", "c1", "c2", "c3", "c17", "c18", "c19"]);
});
