import type { Api } from "./configuration";
import type { ResourceFields } from "./fields";
import type { ResourceIndex } from "./resourceIndex";

export interface Versioning {
  readonly version: string | undefined;
  readonly versioning: Api["versioning"];
}

/** Which version of a set an API is, and how callers name it. In a set without a version: the `Original`. */
export function readVersioning(api: ResourceFields, index: ResourceIndex): Versioning {
  const written = api.text("apiVersion");
  const version = written === "" ? undefined : written;
  const id = api.text("apiVersionSetId");
  const name = id?.split("/").at(-1);
  const inline = api.object("apiVersionSet");
  if (name === undefined || name === "") {
    if (inline?.has("versioningScheme")) return { version, versioning: schemeOf(inline) };
    if (version !== undefined)
      api.fault("apiVersion", "An API with a version needs an `apiVersionSetId`.", "missing-version-set");
    return { version: undefined, versioning: undefined };
  }
  const set = index.find("apiVersionSets", name);
  if (set === undefined) {
    if (inline?.has("versioningScheme")) return { version, versioning: schemeOf(inline) };
    api.fault("apiVersionSetId", `There is no version set \`${name}\`.`, "missing-version-set");
    return { version: undefined, versioning: undefined };
  }
  return { version, versioning: set.form === "json" ? schemeOf(set.properties) : undefined };
}

function schemeOf(set: ResourceFields): Api["versioning"] {
  const scheme = set.word("versioningScheme", ["Segment", "Header", "Query"]);
  if (scheme === undefined) {
    if (!set.has("versioningScheme")) set.requiredText("versioningScheme");
    return undefined;
  }
  if (scheme === "Segment") return { scheme: "segment" };
  const name = set.requiredText(scheme === "Header" ? "versionHeaderName" : "versionQueryName");
  return name === undefined ? undefined : { scheme: scheme === "Header" ? "header" : "query", name };
}
