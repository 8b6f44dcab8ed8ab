/** The day of a moment in UTC: `2026-11-30`. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** Whether a text is a day of the calendar, written as `2026-11-30`. */
export function isDay(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && dayOf(date) === text;
}

/**
 * The day by which a topology is judged where nobody says another: this one, or `FLEET_TODAY`, with which tests are the
 * same every day and a person sees what will be told on a later one. What is no day is given back as it is: `loadFleet`
 * refuses it.
 */
export function today(env: NodeJS.ProcessEnv = process.env, now: Date = new Date()): string {
  return env.FLEET_TODAY || dayOf(now);
}
