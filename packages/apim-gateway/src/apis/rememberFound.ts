import type { Configuration } from "../resources/configuration";
import type { Call } from "./call";
import type { ApiTable, Found } from "./compileApis";

/** Paths that are kept; with one more, all are forgotten. */
const mostPaths = 2000;

/**
 * The same table that looks each path up once: callers ask for the same few. Where an API's version is in a header or
 * in the query, or a template has a query, the path does not say everything, and nothing is remembered.
 */
export function rememberFound(table: ApiTable, { apis }: Pick<Configuration, "apis">): ApiTable {
  const isInPath = apis.every(
    ({ versioning, operations }) =>
      (versioning === undefined || versioning.scheme === "segment") &&
      operations.every(({ urlTemplate }) => !urlTemplate.includes("?")),
  );
  if (!isInPath) return table;
  const byMethod = new Map<string, Map<string, Found>>();
  let size = 0;
  const remember = ({ method, path }: Call, found: Found): void => {
    if (size === mostPaths) {
      byMethod.clear();
      size = 0;
    }
    size++;
    const known = byMethod.get(method);
    if (known === undefined) byMethod.set(method, new Map([[path, found]]));
    else known.set(path, found);
  };
  return {
    find(call) {
      const known = byMethod.get(call.method)?.get(call.path);
      if (known !== undefined) return known;
      const found = table.find(call);
      // What is not found may be a preflight, which headers tell.
      if (found.kind === "found") remember(call, found);
      return found;
    },
  };
}
