import { cut, printable } from "apim-gateway/text";

/** Requests a second over time. */
export interface Profile {
  readonly name: string;
  /** It ends after so many. */
  readonly seconds: number;
  /** @param second since it began */
  readonly rateAt: (second: number) => number;
  /** The most that `rateAt` gives. */
  readonly most: number;
}

/** What the usual rate takes of PTU. */
export const USUAL_PTU_SHARE = 0.7;
/** What a spike is of PTU. */
const SPIKE_OF_PTU = 3;

/** Shares of an office's busiest hour, by hour of the day. */
const OFFICE_DAY = [
  0.03, 0.02, 0.02, 0.02, 0.03, 0.06, 0.15, 0.4, 0.75, 0.95, 1, 0.95, 0.7, 0.85, 0.98, 0.95, 0.8, 0.5, 0.25,
  0.15, 0.1, 0.08, 0.06, 0.04,
];

/** Shares of what one asks for, by the share of the time that is over. */
const SHAPES = {
  steady: { meaning: "the same all the time", shareAt: () => 1 },
  spike: {
    meaning: `three times PTU in the middle third: ${(SPIKE_OF_PTU / USUAL_PTU_SHARE).toFixed(1)} times the rate`,
    shareAt: (part: number) => (part >= 1 / 3 && part < 2 / 3 ? SPIKE_OF_PTU / USUAL_PTU_SHARE : 1),
  },
  "office-day": {
    meaning: "a day in the time given, with peaks at ten and at two",
    shareAt(part: number) {
      const hour = Math.min(part, 0.999_999) * 24;
      const [from = 0, to = 0] = [OFFICE_DAY[Math.floor(hour)], OFFICE_DAY[(Math.floor(hour) + 1) % 24]];
      return from + (to - from) * (hour % 1);
    },
  },
  "night-batch": {
    meaning: "a tenth by day, then twice as much in the second half",
    shareAt: (part: number) => (part < 0.5 ? 0.1 : 2),
  },
} as const satisfies Readonly<
  Record<string, { readonly meaning: string; readonly shareAt: (part: number) => number }>
>;

export type ProfileName = keyof typeof SHAPES;

/** Profiles that there are, and what each is. */
export const loadProfiles = Object.entries(SHAPES).map(([name, { meaning }]) => ({
  name: name as ProfileName,
  meaning,
}));

/** @param rate requests a second that shares are of */
export function shapedProfile(name: ProfileName, rate: number, seconds: number): Profile {
  const { shareAt } = SHAPES[name];
  const rateAt = (second: number) => rate * shareAt(second / seconds);
  // Shapes change at thirds and whole hours, of which these looks see each.
  const most = Math.max(...Array.from({ length: 2401 }, (_, part) => rateAt((seconds * part) / 2400)));
  return { name, seconds, rateAt, most };
}

/** What a file of traffic says, or what is wrong with it: `line 3: …`, all of it. */
export type TrafficRead =
  | { readonly profile: Profile }
  | { readonly problems: readonly { readonly line: number; readonly text: string }[] };

/** Minutes of a file. */
const MOST_MINUTES = 10_080;
/** Requests of a minute. */
const MOST_A_MINUTE = 600_000;

/**
 * Reads traffic by minute: lines `minute,requests`, with or without a head; minutes that are left out have none.
 *
 * @param speed minutes of the file that one minute takes
 */
export function trafficProfile(name: string, text: string, speed: number): TrafficRead {
  const problems: { line: number; text: string }[] = [];
  const byMinute = new Map<number, number>();
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (row.trim() === "" || (line === 1 && /^\s*minute\s*,/i.test(row))) continue;
    const cells = row.split(",").map((cell) => cell.trim());
    const [minute, requests] = cells.map(Number);
    if (cells.length !== 2 || cells.includes("") || minute === undefined || requests === undefined)
      problems.push({
        line,
        text: `${quoted(row)} is not of the form \`minute,requests\`, such as \`0,120\`.`,
      });
    else if (!Number.isInteger(minute) || minute < 0 || minute >= MOST_MINUTES)
      problems.push({
        line,
        text: `${quoted(cells[0])} is no minute: it is a whole number from 0 to ${MOST_MINUTES - 1}.`,
      });
    else if (!(requests >= 0 && requests <= MOST_A_MINUTE))
      problems.push({
        line,
        text: `${quoted(cells[1])} is no number of requests: it is from 0 to ${MOST_A_MINUTE}.`,
      });
    else if (byMinute.has(minute)) problems.push({ line, text: `Minute ${minute} stands twice.` });
    else byMinute.set(minute, requests);
  }
  if (problems.length === 0 && byMinute.size === 0)
    problems.push({ line: 1, text: "There are no lines of the form `minute,requests`, such as `0,120`." });
  if (problems.length > 0) return { problems };
  const minutes = Math.max(...byMinute.keys()) + 1;
  const rateAt = (second: number) => (speed * (byMinute.get(Math.floor((second * speed) / 60)) ?? 0)) / 60;
  const most = (speed * Math.max(...byMinute.values())) / 60;
  return { profile: { name, seconds: (minutes * 60) / speed, rateAt, most } };
}

/** Somebody else's text, which must not steer a terminal nor fill it. */
const quoted = (text = ""): string => `\`${cut(printable(text.trim()), 40)}\``;
