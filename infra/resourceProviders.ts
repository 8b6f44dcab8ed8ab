/**
 * The resource providers that a subscription must have registered before its first fleet. azure-native registers none
 * (pulumi-azure-native#3479). Microsoft.Web is for the delegation of the gateway's subnet (API Management, virtual network
 * integration); nothing of it is made.
 */
export const resourceProviders: readonly string[] = [
  "Microsoft.ApiManagement",
  "Microsoft.CognitiveServices",
  "Microsoft.Insights",
  "Microsoft.ManagedIdentity",
  "Microsoft.Network",
  "Microsoft.OperationalInsights",
  "Microsoft.Web",
];
