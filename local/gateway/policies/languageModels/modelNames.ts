import type { Exchange } from "../../pipeline/exchange";
import type { UsageMeter } from "./usageMeter";

const inPath = /\/deployments\/([^/?]+)/;
const inBody = /"model"\s*:\s*"((?:[^"\\]|\\.){1,200})"/;

/** The deployment that served the request, from the URL that was called; `undefined` where no URL names one. */
export function findDeployment({ attempts, request }: Exchange): string | undefined {
  const called = inPath.exec(attempts.at(-1)?.url ?? "") ?? inPath.exec(request.originalUrl.path);
  return called === null ? undefined : decoded(called[1] as string);
}

/** The model that the answer names, else the request; empty where neither does. */
export function findModel(meter: UsageMeter): string {
  return (inBody.exec(meter.head) ?? inBody.exec(meter.requestText.slice(0, 65_536)))?.[1] ?? "";
}

function decoded(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
