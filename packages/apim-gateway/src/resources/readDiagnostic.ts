import type { Diagnostic } from "./configuration";
import type { ResourceFields } from "./fields";
import type { JsonResource } from "./resourceFile";
import type { ResourceIndex } from "./resourceIndex";

const MOST_BYTES = 8192;

/** How requests are logged, of the service or of one API. */
export function readDiagnostic(resource: JsonResource, index: ResourceIndex): Diagnostic {
  const { properties } = resource;
  checkLogger(properties, index);
  const sampling = properties.object("sampling");
  const frontend = properties.object("frontend");
  const backend = properties.object("backend");
  const model = properties.object("largeLanguageModel");
  return {
    name: resource.names.at(-1) as string,
    verbosity: properties.word("verbosity", ["verbose", "information", "error"]) ?? "information",
    alwaysLogErrors: properties.word("alwaysLog", ["allErrors"]) === "allErrors",
    sampling: sampling?.number("percentage", 0, 100) ?? 100,
    metrics: properties.flag("metrics") ?? false,
    logClientIp: properties.flag("logClientIp") ?? false,
    bodyBytes: {
      frontendRequest: bytes(frontend?.object("request")),
      frontendResponse: bytes(frontend?.object("response")),
      backendRequest: bytes(backend?.object("request")),
      backendResponse: bytes(backend?.object("response")),
    },
    largeLanguageModel: model?.raw,
  };
}

function bytes(message: ResourceFields | undefined): number {
  return message?.object("body")?.number("bytes", 0, MOST_BYTES) ?? 0;
}

function checkLogger(properties: ResourceFields, index: ResourceIndex): void {
  const logger = properties.text("loggerId")?.split("/").at(-1);
  if (logger !== undefined && !index.has("loggers", logger))
    properties.fault("loggerId", `There is no logger \`${logger}\`.`, "missing-logger");
}
