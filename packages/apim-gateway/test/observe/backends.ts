/** A backend `https://<name>.example` whose breaker opens at the first 429. */
export const single = (name: string) => ({
  name,
  properties: {
    url: `https://${name}.example`,
    protocol: "http",
    circuitBreaker: {
      rules: [
        {
          name: "throttled",
          failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
          tripDuration: "PT1M",
          acceptRetryAfter: true,
        },
      ],
    },
  },
});

/** A pool of them, the first first. */
export const pool = (name: string, ...members: string[]) => ({
  name,
  properties: {
    type: "Pool",
    pool: { services: members.map((id, index) => ({ id: `/backends/${id}`, priority: index + 1 })) },
  },
});
