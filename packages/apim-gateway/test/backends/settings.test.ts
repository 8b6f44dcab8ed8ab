import { backendSettings, completeSettings, type SettingRow } from "../../src/backends/settings";

test("every setting has a default that it allows, a meaning and a source", () => {
  const wrong = Object.entries<SettingRow>(backendSettings).filter(([name, row]) => {
    try {
      completeSettings({ [name]: row.default });
    } catch {
      return true;
    }
    return row.meaning === "" || row.source === "";
  });
  expect(wrong).toEqual([]);
});

test("what is not given has its default", () => {
  expect(completeSettings({ halfOpen: "probe", retryAfterLongest: 300 })).toEqual({
    ...Object.fromEntries(Object.entries(backendSettings).map(([name, row]) => [name, row.default])),
    halfOpen: "probe",
    retryAfterLongest: 300,
  });
});

test("wrong settings are told all at once", () => {
  expect(() =>
    completeSettings({
      halfOpen: "sometimes",
      unavailableStatus: 99,
      unavailableReason: "a\nb",
      absentWeight: "5",
    }),
  ).toThrow(
    [
      "The settings of backends are wrong:",
      '- `halfOpen`: "sometimes" is not one of close, probe',
      "- `unavailableStatus`: 99 is not a whole number from 100 to 599",
      '- `unavailableReason`: "a\\nb" is not one line of text',
      '- `absentWeight`: "5" is not a whole number from 1 to 100',
    ].join("\n"),
  );
  expect(() => completeSettings({ constructor: 1 })).toThrow(
    /`constructor`: there is no such setting; the settings are/,
  );
});
