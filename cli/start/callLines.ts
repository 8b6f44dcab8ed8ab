import type { AccountCalled } from "../../local/accounts/serve/serveAccounts";

/** Lines of a second: more nobody reads. */
const MOST = 20;

/**
 * A line for each call of an account, as long as a person could follow.
 *
 * @param now milliseconds since 1970
 */
export function callLines(say: (text: string) => void, now: () => number): (called: AccountCalled) => void {
  let second = 0;
  let lines = 0;
  return ({ region, deployment, status }) => {
    const at = now();
    if (Math.floor(at / 1000) !== second) {
      if (lines > MOST) say(`            and ${lines - MOST} more in that second\n`);
      second = Math.floor(at / 1000);
      lines = 0;
    }
    lines++;
    if (lines > MOST) return;
    const time = new Date(at).toTimeString().slice(0, 8);
    say(`  ${time}  ${region}  ${deployment ?? "-"}  ${status === 0 ? "no answer" : status}\n`);
  };
}
