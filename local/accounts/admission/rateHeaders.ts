import type { DeploymentRule } from "./deploymentAdmission";

/** What a deployment says about its load. */
export function rateHeaders({ admission, left }: DeploymentRule, now: number): Record<string, string> {
  const percent = admission.utilization(now);
  if (percent !== undefined) return { "azure-openai-deployment-utilization": `${percent.toFixed(1)}%` };
  if (left === undefined) return {};
  const { requestLimit, tokenLimit, requests, tokens } = left(now);
  return {
    "x-ratelimit-limit-requests": `${requestLimit}`,
    "x-ratelimit-limit-tokens": `${tokenLimit}`,
    "x-ratelimit-remaining-requests": `${requests}`,
    "x-ratelimit-remaining-tokens": `${tokens}`,
  };
}
