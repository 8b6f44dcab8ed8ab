import { findDeploymentInPath } from "../../messages/deploymentInPath";
import type { Exchange } from "../../pipeline/exchange";
import type { UsageMeter } from "./usageMeter";

const inBody = /"model"\s*:\s*"((?:[^"\\]|\\.){1,200})"/;

/** The deployment that served the request, from the URL that was called; `undefined` where no URL names one. */
export function findDeployment({ attempts, request }: Exchange): string | undefined {
  return findDeploymentInPath(attempts.at(-1)?.url ?? "") ?? findDeploymentInPath(request.originalUrl.path);
}

/** The model that the answer names, else the request; empty where neither does. */
export function findModel(meter: UsageMeter): string {
  return (inBody.exec(meter.head) ?? inBody.exec(meter.requestText.slice(0, 65_536)))?.[1] ?? "";
}
