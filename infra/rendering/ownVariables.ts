import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { POLICIES_FOLDER } from "./templates";

let known: ReadonlySet<string> | undefined;

/** Every variable that our policies write, by the templates' own text: nobody else's policy may write it. */
export function ownVariables(): ReadonlySet<string> {
  known ??= new Set(
    ["apis", "fragments", "partials"]
      .flatMap((kind) =>
        readdirSync(join(POLICIES_FOLDER, kind)).map((file) => join(POLICIES_FOLDER, kind, file)),
      )
      .flatMap((file) => [
        // `remaining`: what the partial that counts tokens writes.
        ...readFileSync(file, "utf8").matchAll(/(?:<set-variable name|variable-name| remaining)="([^"{]+)"/g),
      ])
      .map(([, name = ""]) => name),
  );
  return known;
}

/**
 * Whether a variable is one of ours, or could be taken for one: whether API Management tells names apart by case or by
 * white space around them is not documented. Those of a route's members are numbered.
 */
export const isOwnVariable = (name: string): boolean => {
  const plain = name.trim().toLowerCase();
  return ownVariables().has(plain) || /^state-\d+$/.test(plain);
};
