import type { Api, PolicySource } from "./configuration";
import { rootName } from "./documentRoot";
import { KEY_NAMES } from "./readApis";

/** Files of a folder that holds documents and no APIs. */
export interface LooseDocuments {
  /** An API for each policy. */
  readonly apis: readonly Api[];
  /** By the file's name. */
  readonly fragments: ReadonlyMap<string, PolicySource>;
  /** Fragments whose name another one has, each with the other. */
  readonly hiddenFragments: readonly (readonly [file: string, by: string])[];
}

/**
 * Somebody tries policies: one serves every path, of several each those below its path in the folder. What is a fragment
 * by its root is one by its name.
 */
export function looseDocuments(texts: ReadonlyMap<string, string>): LooseDocuments {
  const policies: [file: string, text: string][] = [];
  const fragments = new Map<string, PolicySource>();
  const hiddenFragments: [string, string][] = [];
  for (const [file, text] of texts) {
    if (rootName(text) !== "fragment") {
      policies.push([file, text]);
      continue;
    }
    const name = nameOf(file.replace(/\/policy\.xml$/i, "")).replace(/^.*\//, "");
    const other = fragments.get(name);
    if (other === undefined) fragments.set(name, { file, format: "rawxml", text });
    else hiddenFragments.push([file, other.file]);
  }
  return {
    apis: policies.map(([file, text]) => policyApi(file, text, policies.length === 1 ? "" : pathOf(file))),
    fragments,
    hiddenFragments,
  };
}

/** Policies that no request reaches, as another one serves their path: `a b.xml` beside `a-b.xml`. Each with the other. */
export function unreachedPolicies({
  apis,
}: LooseDocuments): readonly (readonly [file: string, by: string])[] {
  const byPath = new Map<string, string>();
  const found: [string, string][] = [];
  for (const { path, policy } of apis) {
    const file = policy?.file ?? "";
    const other = byPath.get(path.toLowerCase());
    if (other === undefined) byPath.set(path.toLowerCase(), file);
    else found.push([file, other]);
  }
  return found;
}

const nameOf = (file: string) => file.replace(/\.xml$/i, "");

/** `my policy.xml` is `my-policy`, `orders/policy.xml` is `orders`; `policy.xml` at the top serves what no other does. */
const pathOf = (file: string) =>
  nameOf(file)
    .replace(/(?:^|\/)policy$/i, "")
    .replace(/[^A-Za-z0-9._/-]+/g, "-");

/** It takes every call below its path, without a key. */
function policyApi(file: string, text: string, path: string): Api {
  const id = nameOf(file).replaceAll("/", "-");
  return {
    id,
    displayName: id,
    path,
    revision: "1",
    isCurrent: true,
    version: undefined,
    versioning: undefined,
    serviceUrl: undefined,
    protocols: ["http", "https"],
    subscriptionRequired: false,
    keyNames: KEY_NAMES,
    operations: [
      { id: "everything", displayName: "Every call", method: "*", urlTemplate: "/*", policy: undefined },
    ],
    policy: { file, format: "rawxml", text },
    diagnostics: [],
  };
}
