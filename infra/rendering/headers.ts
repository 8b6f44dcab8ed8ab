/** Headers and parameters that do not cross the gateway, with the reason for each list in the templates. */

/** Carry the gateway's own keys. */
export const keyHeaders = ["api-key", "Ocp-Apim-Subscription-Key", "Cookie"] as const;
export const keyParameters = ["api-key", "subscription-key"] as const;

/** Would let a caller choose capacity that the plan decides: Azure's own spillover switch, and names seen in other gateways. */
export const steeringHeaders = [
  "x-ms-spillover-deployment",
  "x-ms-enable-spillover",
  "x-ms-oai-image-generation-deployment",
  "x-priority",
  "x-backend-id",
  "x-backend-pool",
  "x-fleet-consumer",
  "x-fleet-member",
] as const;

/** Tell about accounts, regions, deployments and their limits. */
export const answerHeaders = [
  "x-ms-region",
  "x-ms-deployment-name",
  "x-ms-rai-invoked",
  "x-ms-throttle-scope",
  "x-ms-spillover-from-deployment",
  "x-ms-spillover-from-deployment-name",
  "x-ms-spillover-error",
  "apim-request-id",
  "azure-openai-deployment-utilization",
  "azureml-model-session",
  "azureml-model-group",
  "cmp-upstream-response-duration",
  "x-envoy-upstream-service-time",
  "x-envoy-decorator-operation",
  "x-ratelimit-limit-requests",
  "x-ratelimit-remaining-requests",
  "x-ratelimit-reset-requests",
  "x-ratelimit-limit-tokens",
  "x-ratelimit-remaining-tokens",
  "x-ratelimit-reset-tokens",
  "Set-Cookie",
] as const;
