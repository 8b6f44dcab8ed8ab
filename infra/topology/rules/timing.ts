import { longestAttempt } from "../data";
import { thousands } from "../describe";
import type { Finding } from "../finding";
import { error, type Fleet, warning } from "./rule";

/** A member that is left out for longer comes back only when somebody looks. */
const LONGEST_TRIP = 24 * 3600;
/** Clients of OpenAI give up after ten minutes; one that waits three times as long is set up for something else. */
const PATIENCE = 1800;

/** Times of the routing fit each other, and a breaker's are ones that API Management can use. */
export function* timing({ file }: Fleet): Iterable<Finding> {
  const {
    maxAttempts,
    attemptTimeoutSeconds = longestAttempt,
    probeSeconds,
    regionDownSeconds,
    breaker,
  } = file.routing;
  for (const tier of ["ptu", "payg"] as const) {
    for (const key of ["tripDuration", "interval"] as const) {
      const written = (breaker[tier] as Partial<Record<typeof key, string>>)[key];
      if (written === undefined) continue;
      const length = seconds(written);
      if (length > 0 && length <= LONGEST_TRIP) continue;
      yield error(
        "breaker-duration",
        ["routing", "breaker", tier, key],
        length === 0
          ? `\`${written}\` is no time at all; API Management needs one above zero.`
          : `\`${written}\` is ${thousands(length)} seconds; a member would be judged by, or left out for, days. At most \`PT24H\` is allowed.`,
        key === "tripDuration"
          ? "Write how long a member is left out, such as `PT10S`, or remove the key: the plan derives one."
          : "Write the time in which failures are counted, such as `PT1M`, or remove the key: the plan derives one.",
      );
    }
  }
  if (probeSeconds >= regionDownSeconds) {
    yield warning(
      "probe-too-late",
      ["routing", "probeSeconds"],
      `an avoided account is asked whether it is back every ${probeSeconds} s, but it is avoided for ${regionDownSeconds} s only, so nothing ever asks.`,
      `Write less than ${regionDownSeconds}, such as \`probeSeconds: ${Math.max(1, Math.min(8, Math.floor(regionDownSeconds / 4)))}\`.`,
    );
  }
  const longest = maxAttempts * attemptTimeoutSeconds;
  if (longest > PATIENCE) {
    yield warning(
      "request-too-long",
      ["routing", "maxAttempts"],
      `${maxAttempts} attempts of up to ${attemptTimeoutSeconds} s each may keep one request for ${Math.round(longest / 60)} minutes; clients of OpenAI give up after 10.`,
      `Write at most ${Math.max(1, Math.floor(PATIENCE / attemptTimeoutSeconds))} attempts, or a shorter \`attemptTimeoutSeconds\`.`,
    );
  }
}

/** Seconds of `PT1H2M3S`, the only form that the schema lets through. */
function seconds(duration: string): number {
  const [, hours = 0, minutes = 0, rest = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}
