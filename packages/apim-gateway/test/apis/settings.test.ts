import { apiSettings, apiSettingsOf } from "../../src/apis/settings";
import { settingRooms } from "../../src/gateway/settingCatalogue";

test("every default is allowed, and every row says why", () => {
  for (const row of Object.values(apiSettings)) {
    expect(row.values.kind === "words" && row.values.words).toContain(row.default);
    expect(row.meaning).not.toBe("");
    expect(row.source).not.toBe("");
  }
});

test("no other room has a setting of the same name", () => {
  const others = Object.entries(settingRooms).filter(([, rows]) => !("shorterApiPath" in rows));
  for (const [, rows] of others) expect(Object.keys(rows).filter((name) => name in apiSettings)).toEqual([]);
});

test("what is given replaces the default", () => {
  expect(apiSettingsOf({ urlCase: "exact", halfOpen: "probe" })).toEqual({
    ...Object.fromEntries(Object.entries(apiSettings).map(([name, row]) => [name, row.default])),
    urlCase: "exact",
  });
});
