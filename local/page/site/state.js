/**
 * @typedef {import("../pageEvents").Snapshot} Snapshot
 * @typedef {import("../pageEvents").PageState} PageState
 * @typedef {import("../pageEvents").Sample} Sample
 * @typedef {import("../pageEvents").RequestPath} RequestPath
 * @typedef {{ readonly at: number, readonly text: string, readonly good: boolean }} Happening
 *
 * What the page knows; replaced as a whole by each event.
 * @typedef {object} Known
 * @property {Snapshot} first what stays while the fleet runs
 * @property {readonly Sample[]} history ten minutes, a second each
 * @property {readonly RequestPath[]} paths the newest first
 * @property {PageState} now
 * @property {readonly Happening[]} happenings the newest first
 */

const MOST_SAMPLES = 600;
const MOST_PATHS = 100;
const MOST_HAPPENINGS = 12;

/**
 * What is known after an event.
 *
 * @param {Known | undefined} known
 * @param {import("./stream.js").PageEvent} event
 * @returns {Known | undefined}
 */
export function after(known, event) {
  if (event.kind === "snapshot")
    return {
      first: event,
      history: event.history,
      paths: event.paths,
      now: event.now,
      happenings: known?.happenings ?? [],
    };
  if (known === undefined) return undefined;
  const fresh = happened(known, event.now);
  return {
    ...known,
    history: [...known.history, event.sample].slice(-MOST_SAMPLES),
    paths: [...event.paths, ...known.paths].slice(0, MOST_PATHS),
    now: event.now,
    happenings: [...fresh, ...known.happenings].slice(0, MOST_HAPPENINGS),
  };
}

/**
 * What changed between two moments, in sentences.
 *
 * @param {Known} known
 * @param {PageState} now
 * @returns {Happening[]}
 */
function happened({ first, now: before }, now) {
  const { members } = first.shape;
  /** @type {Happening[]} */
  const found = [];
  const say = (/** @type {string} */ text, /** @type {boolean} */ good) =>
    found.push({ at: now.at, text, good });
  for (const [index, member] of members.entries()) {
    const was = before.breakers[index]?.circuit;
    const is = now.breakers[index]?.circuit;
    if (was !== "open" && is === "open") say(`The breaker of ${nameOf(member)} opened.`, false);
    if (was === "open" && is !== "open")
      say(`The breaker of ${nameOf(member)} lets calls through again.`, true);
    const wasAside = before.aside.find((each) => each.member === member.id);
    const isAside = now.aside.find((each) => each.member === member.id);
    if (wasAside === undefined && isAside !== undefined)
      say(`${nameOf(member)} was set aside: ${isAside.reason}.`, false);
    if (wasAside !== undefined && isAside === undefined) say(`${nameOf(member)} answers again.`, true);
  }
  const names = (/** @type {PageState} */ { faults }) =>
    faults.map(({ kind, where = "everywhere", from }) => ({
      text: `${where}: ${kind}`,
      key: `${where} ${kind} ${from}`,
    }));
  const [old, present] = [names(before), names(now)];
  for (const { text, key } of present)
    if (!old.some((each) => each.key === key)) say(`Broken: ${text}.`, false);
  for (const { text, key } of old)
    if (!present.some((each) => each.key === key)) say(`Mended: ${text}.`, true);
  return found;
}

/** @param {{ readonly deployment: string, readonly region: string }} member */
export const nameOf = ({ deployment, region }) => `${deployment} in ${region}`;

/**
 * Sums of the last seconds, by member: answered, throttled, failed, tokens.
 *
 * @param {readonly Sample[]} history
 * @param {number} index of the member
 * @param {number} seconds
 */
export function memberSums(history, index, seconds) {
  const sums = { answered: 0, throttled: 0, failed: 0, tokens: 0 };
  for (const { members } of history.slice(-seconds)) {
    const [answered = 0, throttled = 0, failed = 0, tokens = 0] = members[index] ?? [];
    sums.answered += answered;
    sums.throttled += throttled;
    sums.failed += failed;
    sums.tokens += tokens;
  }
  return sums;
}

/**
 * The same by consumer.
 *
 * @param {readonly Sample[]} history
 * @param {number} index of the consumer; the one after the last: what nobody known sent
 * @param {number} seconds
 */
export function consumerSums(history, index, seconds) {
  const sums = { answered: 0, throttled: 0, failed: 0, refused: 0, byPtu: 0 };
  for (const { consumers } of history.slice(-seconds)) {
    const [answered = 0, throttled = 0, failed = 0, refused = 0, byPtu = 0] = consumers[index] ?? [];
    sums.answered += answered;
    sums.throttled += throttled;
    sums.failed += failed;
    sums.refused += refused;
    sums.byPtu += byPtu;
  }
  return sums;
}
