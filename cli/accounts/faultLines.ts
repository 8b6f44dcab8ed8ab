import { type AccountFault, faultKinds } from "../../local/accounts/faults/accountFault";

/**
 * Faults as a person reads them, one a line.
 *
 * @param now milliseconds since 1970
 */
export function faultLines(faults: readonly AccountFault[], now: number): string {
  if (faults.length === 0)
    return "Nothing is broken. `./fleet fault --help` lists the faults that there are.\n";
  return faults.map((fault) => `${lineOf(fault, now)}\n`).join("");
}

function lineOf(fault: AccountFault, now: number): string {
  const { kind, where = "everywhere", to, share, flapSeconds } = fault;
  const more = [
    to === undefined ? "until it is mended" : `for ${Math.max(0, Math.ceil((to - now) / 1000))} s`,
    ...(share === undefined ? [] : [`${Math.round(share * 100)} % of the calls`]),
    ...(flapSeconds === undefined ? [] : [`comes and goes every ${flapSeconds} s`]),
  ];
  return `  ${where}: ${kind}, ${faultKinds[kind].meaning}; ${more.join(", ")}`;
}
