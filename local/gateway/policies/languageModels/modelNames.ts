import type { Exchange } from "../../pipeline/exchange";
import type { UsageMeter } from "./usageMeter";

const deployments = "/deployments/";
const inBody = /"model"\s*:\s*"((?:[^"\\]|\\.){1,200})"/;

/** The deployment that served the request, from the URL that was called; `undefined` where no URL names one. */
export function findDeployment({ attempts, request }: Exchange): string | undefined {
  const called = afterDeployments(attempts.at(-1)?.url ?? "") ?? afterDeployments(request.originalUrl.path);
  return called === undefined ? undefined : decoded(called);
}

/** The first segment that stands behind `/deployments/` and is not empty. */
function afterDeployments(url: string): string | undefined {
  for (let at = url.indexOf(deployments); at >= 0; at = url.indexOf(deployments, at + 1)) {
    const from = at + deployments.length;
    let end = from;
    while (end < url.length && url[end] !== "/" && url[end] !== "?") end++;
    if (end > from) return url.slice(from, end);
  }
  return undefined;
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
