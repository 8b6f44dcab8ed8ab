/** Headers and parameters that may cross the gateway, with the reason for each list. */

/**
 * What of a caller's headers reaches an account: everything else ends at the gateway. The first five describe the
 * connection and the body, and API Management does not let policies touch some of them.
 */
export const requestHeaders = [
  "Host",
  "Connection",
  "Keep-Alive",
  "Transfer-Encoding",
  "Content-Length",
  "Content-Type",
  "Accept",
  "Accept-Encoding",
  "User-Agent",
  // Set by the gateway itself, after the caller's own was removed.
  "Authorization",
  // What SDKs of OpenAI and Azure OpenAI ask an account for.
  "OpenAI-Beta",
  "Idempotency-Key",
  // Only told apart in logs: one request of a caller from the next, and the trace that it belongs to.
  "x-ms-client-request-id",
  "traceparent",
  "tracestate",
] as const;

/**
 * What usual clients and the way to the gateway add. None of it may cross, and naming it spares nearly every request the
 * removal of its headers one by one.
 */
export const usualHeaders = [
  "api-key",
  "Ocp-Apim-Subscription-Key",
  "Cookie",
  "x-stainless-lang",
  "x-stainless-package-version",
  "x-stainless-os",
  "x-stainless-arch",
  "x-stainless-runtime",
  "x-stainless-runtime-version",
  "x-stainless-async",
  "x-stainless-retry-count",
  "x-stainless-timeout",
  "x-stainless-read-timeout",
  "x-stainless-raw-response",
  "x-stainless-helper-method",
  "x-stainless-custom-poll-interval",
  "OpenAI-Organization",
  "OpenAI-Project",
  "Accept-Language",
  "Cache-Control",
  "Pragma",
  "Origin",
  "Referer",
  "Sec-Fetch-Dest",
  "Sec-Fetch-Mode",
  "Sec-Fetch-Site",
  "Forwarded",
  "Via",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-Forwarded-Port",
  "X-Forwarded-Proto",
  "X-Real-IP",
  "X-Request-Id",
] as const;

/** Parameters that carry the gateway's own keys. */
export const keyParameters = ["api-key", "subscription-key"] as const;

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
