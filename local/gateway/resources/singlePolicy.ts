import type { Api } from "./configuration";
import { KEY_NAMES } from "./readApis";

/** The API of a folder that holds one policy and no APIs: it takes every call, without a key. */
export function singlePolicyApi(file: string, text: string): Api {
  const id = file.replace(/\.xml$/i, "");
  return {
    id,
    displayName: id,
    path: "",
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
