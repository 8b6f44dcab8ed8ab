import type { Topology } from "../../infra/topology/topology";
import type { ExistingResource } from "../../local/azure/seedWorld";

/**
 * What the topology adopts and Azure would already hold: the existing gateway, accounts and deployments, so that a
 * local world can be prepared with them.
 *
 * @param subscription id of the local world's subscription
 */
export function adopted(topology: Topology, subscription: string): ExistingResource[] {
  const group = (name: string) => `/subscriptions/${subscription}/resourceGroups/${name}/providers`;
  const { existing, location } = topology.gateway;
  const gateway: ExistingResource[] =
    existing === undefined
      ? []
      : [
          {
            id: `${group(existing.resourceGroup)}/Microsoft.ApiManagement/service/${existing.name}`,
            location,
            sku: { name: existing.tier ?? "StandardV2", capacity: 1 },
            properties: { publisherName: "somebody else", publisherEmail: "owner@contoso.example" },
          },
          {
            id: `${group(existing.resourceGroup)}/Microsoft.ApiManagement/service/${existing.name}/products/${existing.product}`,
            properties: { displayName: existing.product, subscriptionRequired: true, state: "published" },
          },
          ...(existing.virtualNetwork === undefined ? [] : [{ id: existing.virtualNetwork, location }]),
          ...(existing.logger === undefined
            ? []
            : [
                {
                  id: `${group(existing.resourceGroup)}/Microsoft.ApiManagement/service/${existing.name}/loggers/${existing.logger}`,
                  properties: { loggerType: "applicationInsights" },
                },
              ]),
        ];
  const accounts = topology.accounts.flatMap((account): ExistingResource[] => {
    const id = `${group(account.resourceGroup)}/Microsoft.CognitiveServices/accounts/${account.name}`;
    const deployments = account.deployments
      .filter((deployment) => deployment.existing)
      .map((deployment) => ({
        id: `${id}/deployments/${deployment.name}`,
        sku: { name: deployment.sku, capacity: deployment.capacity },
        properties: {
          model: { format: "OpenAI", name: deployment.modelName, version: deployment.modelVersion },
        },
      }));
    // A content filter that the file names and does not define is the account's own.
    const filters = [...new Set(account.deployments.map(({ raiPolicy }) => raiPolicy))].flatMap((name) =>
      name === undefined ||
      name.startsWith("Microsoft.") ||
      topology.raiPolicies.some((policy) => policy.name === name)
        ? []
        : [{ id: `${id}/raiPolicies/${name}`, properties: { basePolicyName: "Microsoft.DefaultV2" } }],
    );
    if (!account.existing) return deployments;
    return [
      {
        id,
        location: account.region,
        kind: "OpenAI",
        sku: { name: "S0" },
        properties: { customSubDomainName: account.subdomain },
      },
      ...filters,
      ...deployments,
    ];
  });
  return [...gateway, ...accounts];
}
