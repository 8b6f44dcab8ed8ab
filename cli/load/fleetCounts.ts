import type { AnswersByTier, MemberCalls } from "../../local/page/fleetSeen";
import type { RunningNote } from "../../local/running/runningFile";

/**
 * What a fleet counted: who was called, and who answered whom. An answer does not say who served it (a gateway tells its
 * callers neither regions nor accounts), so the fleet is asked.
 */
export interface FleetCounts {
  readonly called: readonly MemberCalls[];
  readonly answers: readonly AnswersByTier[];
}

/** Since the fleet runs; nothing where it does not count. */
export async function fleetCounts(
  { control, token }: Pick<RunningNote, "control" | "token">,
  ask: typeof fetch,
): Promise<FleetCounts> {
  const list = async (path: string) => {
    try {
      const response = await ask(`${control}${path}`, {
        headers: { authorization: `Bearer ${token}` },
        redirect: "error",
        signal: AbortSignal.timeout(10_000),
      });
      const read: unknown = response.ok ? await response.json() : [];
      return Array.isArray(read) ? read : [];
    } catch {
      return [];
    }
  };
  const [called, answers] = await Promise.all([list("/called"), list("/answers")]);
  return { called, answers };
}

/** What was counted between two looks. Deployments and consumers may have come or gone with an edit of the file. */
export function countsBetween(before: FleetCounts, after: FleetCounts): FleetCounts {
  return {
    called: after.called.map((member) => {
      const was = before.called.find(
        ({ region, deployment }) => region === member.region && deployment === member.deployment,
      );
      return {
        ...member,
        answered: member.answered - (was?.answered ?? 0),
        throttled: member.throttled - (was?.throttled ?? 0),
        failed: member.failed - (was?.failed ?? 0),
      };
    }),
    answers: after.answers.map((row) => {
      const was = before.answers.find(
        ({ consumer, model }) => consumer === row.consumer && model === row.model,
      );
      return { ...row, ptu: row.ptu - (was?.ptu ?? 0), payg: row.payg - (was?.payg ?? 0) };
    }),
  };
}

/** Answers of any tier. */
export const answersIn = ({ answers }: FleetCounts): number =>
  answers.reduce((sum, { ptu, payg }) => sum + ptu + payg, 0);

/** Share that PTU answered, of a consumer, of its requests for one model, or of all; `undefined`: none is known. */
export function ptuShare({ answers }: FleetCounts, consumer?: string, model?: string): number | undefined {
  const rows = answers.filter(
    (row) =>
      (consumer === undefined || row.consumer === consumer) && (model === undefined || row.model === model),
  );
  const ptu = rows.reduce((sum, row) => sum + row.ptu, 0);
  const all = answersIn({ called: [], answers: rows });
  return all === 0 ? undefined : ptu / all;
}

/** Between two looks at what the fleet has counted. */
const LOOK_MS = 100;
const LOOKS = 20;

/**
 * What the fleet counted since `before`, once it knows of as many answers as were got: it counts a moment after the last
 * byte. It is waited for two seconds.
 */
export async function countsAfter(
  read: () => Promise<FleetCounts>,
  before: FleetCounts,
  answered: number,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<FleetCounts> {
  for (let look = 1; ; look++) {
    const between = countsBetween(before, await read());
    // One that does not count at all has nothing to wait for.
    if (look === LOOKS || between.called.length === 0 || answersIn(between) >= answered) return between;
    await sleep(LOOK_MS);
  }
}
