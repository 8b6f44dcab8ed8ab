import type { Finding } from "../finding";
import { accountPathOf, type Fleet, warning } from "./rule";

/**
 * A restored account comes back under its old subdomain, and a restored gateway is found by its name: both end with the
 * suffix. A random suffix lives in the stack's state and ends with `destroy`, so only a written one surely fits.
 */
export function* restore({ file, topology }: Fleet): Iterable<Finding> {
  if (file.nameSuffix !== undefined) return;
  const paths = [
    ...(file.gateway.restore && file.gateway.existing === undefined ? [["gateway", "restore"]] : []),
    ...topology.accounts
      .filter((account) => account.restore && !account.existing)
      .map((account) => [...accountPathOf(account), "restore"]),
  ];
  for (const path of paths) {
    yield warning(
      "restore-suffix",
      path,
      "what was deleted had a suffix in its name, and this file gives none: after `destroy` a new random one is drawn, which does not fit.",
      "Write the old suffix as `nameSuffix`, as in `oai-…-k3f9x` → `nameSuffix: k3f9x`.",
    );
  }
}
