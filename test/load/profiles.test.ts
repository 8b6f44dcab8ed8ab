import { loadProfiles, shapedProfile, trafficProfile } from "../../local/load/profiles";

test.each([
  ["steady", [10, 10, 10]],
  // At 70 % of PTU before and after, three times PTU between.
  ["spike", [10, (10 / 0.7) * 3, 10]],
  ["night-batch", [1, 20, 20]],
] as const)("%s", (name, rates) => {
  const { rateAt, most, seconds } = shapedProfile(name, 10, 90);
  for (const [index, second] of [10, 50, 80].entries())
    expect(rateAt(second)).toBeCloseTo(rates[index] as number, 9);
  expect(most).toBeCloseTo(Math.max(...rates), 9);
  expect(seconds).toBe(90);
});

test("an office day is quiet at night and busiest in the morning, and no moment is above its highest", () => {
  const { rateAt, most } = shapedProfile("office-day", 100, 2400);
  const byHour = Array.from({ length: 24 }, (_, hour) => rateAt(hour * 100));
  expect(byHour.indexOf(Math.max(...byHour))).toBe(10);
  expect(byHour[3]).toBeLessThan(5);
  for (let second = 0; second < 2400; second++) expect(rateAt(second)).toBeLessThanOrEqual(most);
  expect(loadProfiles.map(({ name }) => name)).toContain("office-day");
});

test("traffic by minute is what the file says, faster where one asks for it", () => {
  const read = trafficProfile("t.csv", "minute,requests\n0,60\n\n2, 120 \r\n", 6);
  if (!("profile" in read)) throw new Error("It was not read.");
  const { profile } = read;
  // Three minutes in thirty seconds.
  expect(profile.seconds).toBe(30);
  expect([0, 9.9, 10, 19.9, 20, 29.9].map(profile.rateAt)).toEqual([6, 6, 0, 0, 12, 12]);
  expect(profile.most).toBe(12);
});

test("every mistake of a file is told, with its line", () => {
  const read = trafficProfile("t.csv", "0,60\n1;5\n1.5,2\n2,-1\n0,1\n3,\n", 1);
  expect("problems" in read && read.problems.map(({ line, text }) => `${line}: ${text}`)).toEqual([
    "2: `1;5` is not of the form `minute,requests`, such as `0,120`.",
    "3: `1.5` is no minute: it is a whole number from 0 to 10079.",
    "4: `-1` is no number of requests: it is from 0 to 600000.",
    "5: Minute 0 stands twice.",
    "6: `3,` is not of the form `minute,requests`, such as `0,120`.",
  ]);
  expect(trafficProfile("t.csv", "\n", 1)).toEqual({
    problems: [{ line: 1, text: "There are no lines of the form `minute,requests`, such as `0,120`." }],
  });
});

test("what a file holds neither steers a terminal nor fills it", () => {
  const read = trafficProfile("t.csv", `\u001b[2J${"x".repeat(5000)}\n`, 1);
  expect("problems" in read && read.problems.map(({ text }) => text)).toEqual([
    `\`\ufffd[2J${"x".repeat(35)}…\` is not of the form \`minute,requests\`, such as \`0,120\`.`,
  ]);
});
