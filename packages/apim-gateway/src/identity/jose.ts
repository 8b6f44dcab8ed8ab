import { runInThisContext } from "node:vm";
import type * as Jose from "jose";

let loaded: typeof Jose | undefined;

/**
 * The library that signs, checks and decrypts tokens; loaded when first asked for, as most policies need none. It
 * consists of ECMAScript modules. Node requires them; Jest, which puts a `require` of its own in place of Node's, does not
 * without flags, so the process itself is asked.
 */
export function jose(): typeof Jose {
  loaded ??= (runInThisContext("process") as NodeJS.Process)
    .getBuiltinModule("node:module")
    .createRequire(__filename)("jose") as typeof Jose;
  return loaded;
}
