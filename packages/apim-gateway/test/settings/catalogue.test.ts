import { completeSettings, recordedSettings, settingRooms, settingRows } from "../../src/settings/catalogue";
import { isAllowed } from "../../src/settings/row";

const rows = Object.values(settingRooms).flatMap((room) => Object.entries(room));

test("every setting has a default that it allows, a meaning and a source", () => {
  expect(rows.length).toBeGreaterThan(100);
  const wrong = rows.filter(
    ([, row]) => !isAllowed(row.values, row.default) || row.meaning === "" || row.source === "",
  );
  expect(wrong).toEqual([]);
});

test("no two rooms have a setting of one name, and all are known by name", () => {
  const names = rows.map(([name]) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect([...settingRows.keys()].sort()).toEqual([...names].sort());
});

test("what is not given has its default", () => {
  const { settings, faults, notes } = completeSettings({ halfOpen: "probe", retryAfterLongest: 300 });
  expect([faults, notes]).toEqual([[], []]);
  expect(settings).toEqual({
    ...Object.fromEntries(rows.map(([name, row]) => [name, row.default])),
    halfOpen: "probe",
    retryAfterLongest: 300,
  });
});

test("wrong settings are told all at once, and have their defaults", () => {
  const { settings, faults } = completeSettings({
    halfOpen: "sometimes",
    unavailableStatus: 99,
    unavailableReason: "a\nb",
    absentWeight: "5",
    constructor: 1,
    poolSelect: "x",
    poolSelecton: "x",
    poolSelection: "random-wieghted",
  });
  expect(faults).toEqual([
    '`halfOpen` is "sometimes"; allowed: close, probe.',
    "`unavailableStatus` is 99; allowed: a whole number from 100 to 599.",
    '`unavailableReason` is "a\\nb"; allowed: text of one line.',
    '`absentWeight` is "5"; allowed: a whole number from 1 to 100.',
    "There is no setting `constructor`. `apim-gateway settings` lists them.",
    "There is no setting `poolSelect`. Did you mean `poolSelection`?",
    "There is no setting `poolSelecton`. Did you mean `poolSelection`?",
    '`poolSelection` is "random-wieghted"; allowed: smooth-weighted, random-weighted. Did you mean `random-weighted`?',
  ]);
  expect(settings).toEqual(completeSettings().settings);
});

test("a former name counts, and is told", () => {
  const { settings, faults, notes } = completeSettings({ silenceStatus: 502 });
  expect([settings.noResponseStatus, faults, notes]).toEqual([
    502,
    [],
    ["The setting `silenceStatus` is called `noResponseStatus` now."],
  ]);
});

test("whoever reads a recorded setting is told of, and no other", () => {
  const read: string[] = [];
  const settings = recordedSettings(completeSettings().settings, (name) => read.push(name));
  expect([settings.halfOpen, settings.noResponseStatus, read]).toEqual([
    completeSettings().settings.halfOpen,
    500,
    ["halfOpen", "noResponseStatus"],
  ]);
});
