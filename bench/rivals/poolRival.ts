import type { LoadMember } from "../../local/simulation/loadMembers";
import type { RivalFiles } from "./rivalConfiguration";

/**
 * The shape of Microsoft's newest failover sample: one pool, PTU before PAYG, breakers that open at the first failure for
 * a minute or for what Retry-After says, and two retries at once.
 */
export function poolRival(members: readonly LoadMember[]): RivalFiles {
  const regions = Math.max(...members.map(({ priority }) => priority));
  const files: Record<string, string> = { "policy.xml": policy };
  const services = members.map((member, index) => {
    files[`backends/member-${index}.json`] = JSON.stringify(backendOf(member));
    return {
      id: `/backends/member-${index}`,
      priority: member.tier === "ptu" ? member.priority : regions + member.priority,
      weight: Math.max(1, Math.round(member.rate)),
    };
  });
  files["backends/accounts.json"] = JSON.stringify({ type: "Pool", pool: { services } });
  return files;
}

const backendOf = ({ account, deployment }: LoadMember) => ({
  type: "Single",
  protocol: "http",
  url: `https://${account}.openai.azure.com/openai/deployments/${deployment}`,
  circuitBreaker: {
    rules: [
      {
        name: "failures",
        failureCondition: {
          count: 1,
          interval: "PT1M",
          statusCodeRanges: [
            { min: 408, max: 408 },
            { min: 429, max: 429 },
            { min: 499, max: 500 },
            { min: 502, max: 504 },
          ],
        },
        tripDuration: "PT1M",
        acceptRetryAfter: true,
      },
    ],
  },
});

const failed =
  "context.Response == null || context.Response.StatusCode == 408 || context.Response.StatusCode == 429 || context.Response.StatusCode >= 499";

const policy = `<policies>
  <inbound><base /><set-backend-service backend-id="accounts" /></inbound>
  <backend>
    <retry condition="@(${failed})" count="2" interval="0" first-fast-retry="true">
      <forward-request timeout="60" buffer-request-body="true" />
    </retry>
  </backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;
