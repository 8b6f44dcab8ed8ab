import { readFileSync } from "node:fs";
import { didYouMean } from "apim-gateway/text";
import {
  loadProfiles,
  type Profile,
  type ProfileName,
  shapedProfile,
  trafficProfile,
} from "../../local/load/profiles";

export interface ProfileRequest {
  /** A name, or a file of traffic by minute. */
  readonly profile: string;
  /** Requests a second that shares are of; not for files. */
  readonly rate: number | undefined;
  /** Seconds; not for files. */
  readonly seconds: number | undefined;
  /** Minutes of a file in one minute; only for files. */
  readonly speed: number | undefined;
}

/** How long a load is unless somebody says otherwise. */
const SECONDS = 30;
/** Mistakes of a file that are told at once. */
const MOST_TOLD = 20;

/**
 * The profile that a person names.
 *
 * @param usual requests a second unless somebody says otherwise
 * @returns what is wrong instead, one sentence a line
 */
export function readProfile(
  { profile, rate, seconds, speed }: ProfileRequest,
  usual: number,
): Profile | string {
  const names = loadProfiles.map(({ name }) => name);
  if ((names as string[]).includes(profile)) {
    if (speed !== undefined)
      return "`--speed` is for a file of traffic; `--for` says how long a profile takes.";
    return shapedProfile(profile as ProfileName, rate ?? usual, seconds ?? SECONDS);
  }
  if (!/[./\\]/.test(profile))
    return `There is no profile \`${profile}\`: it is ${names.join(", ")}, or a file of \`minute,requests\`.${didYouMean(profile, names)}`;
  if (rate !== undefined || seconds !== undefined)
    return "`--rate` and `--for` are for profiles by name; a file says both, and `--speed` makes it faster.";
  let text: string;
  try {
    text = readFileSync(profile, "utf8");
  } catch (error) {
    return `${profile} cannot be read: ${(error as Error).message}`;
  }
  const read = trafficProfile(profile, text, speed ?? 1);
  if ("profile" in read) return read.profile;
  const told = read.problems.slice(0, MOST_TOLD).map(({ line, text: said }) => `${profile}:${line}: ${said}`);
  const more = read.problems.length - told.length;
  return [...told, ...(more === 0 ? [] : [`${more} more lines are wrong.`])].join("\n");
}
