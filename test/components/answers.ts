const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";

type Inputs = Readonly<Record<string, unknown>>;

interface Kind {
  /** Below the resource group, or below the subscription when it begins with a slash. */
  readonly path: (inputs: Inputs, name: string) => string;
  readonly outputs?: Inputs;
}

const service = (inputs: Inputs) => `Microsoft.ApiManagement/service/${inputs.serviceName}`;
const account = (inputs: Inputs) => `Microsoft.CognitiveServices/accounts/${inputs.accountName}`;

/** Every kind of resource that a fleet is made of, and what Azure adds to it. A kind that is missing here is a surprise. */
const kinds: Readonly<Record<string, Kind>> = {
  "azure-native:resources:ResourceGroup": { path: () => "" },
  "azure-native:managedidentity:UserAssignedIdentity": {
    path: (i) => `Microsoft.ManagedIdentity/userAssignedIdentities/${i.resourceName}`,
    outputs: {
      clientId: "11111111-0000-0000-0000-000000000000",
      principalId: "22222222-0000-0000-0000-000000000000",
    },
  },
  "azure-native:operationalinsights:Workspace": {
    path: (i) => `Microsoft.OperationalInsights/workspaces/${i.workspaceName}`,
  },
  "azure-native:applicationinsights:Component": {
    path: (i) => `Microsoft.Insights/components/${i.resourceName}`,
    outputs: { connectionString: "InstrumentationKey=not-for-logs", instrumentationKey: "not-for-logs" },
  },
  "azure-native:network:VirtualNetwork": {
    path: (i) => `Microsoft.Network/virtualNetworks/${i.virtualNetworkName}`,
  },
  "azure-native:network:Subnet": {
    path: (i) => `Microsoft.Network/virtualNetworks/${i.virtualNetworkName}/subnets/${i.subnetName}`,
  },
  "azure-native:network:NetworkSecurityGroup": {
    path: (i) => `Microsoft.Network/networkSecurityGroups/${i.networkSecurityGroupName}`,
  },
  "azure-native:network:PublicIPAddress": {
    path: (i) => `Microsoft.Network/publicIPAddresses/${i.publicIpAddressName}`,
  },
  "azure-native:network:PrivateEndpoint": {
    path: (i) => `Microsoft.Network/privateEndpoints/${i.privateEndpointName}`,
  },
  "azure-native:network:PrivateDnsZoneGroup": {
    path: (i) =>
      `Microsoft.Network/privateEndpoints/${i.privateEndpointName}/privateDnsZoneGroups/${i.privateDnsZoneGroupName}`,
  },
  "azure-native:privatedns:PrivateZone": {
    path: (i) => `Microsoft.Network/privateDnsZones/${i.privateZoneName}`,
  },
  "azure-native:privatedns:VirtualNetworkLink": {
    path: (i) =>
      `Microsoft.Network/privateDnsZones/${i.privateZoneName}/virtualNetworkLinks/${i.virtualNetworkLinkName}`,
  },
  "azure-native:cognitiveservices:Account": { path: account },
  "azure-native:cognitiveservices:Deployment": {
    path: (i) => `${account(i)}/deployments/${i.deploymentName}`,
  },
  "azure-native:authorization:RoleAssignment": {
    path: (i) => `/providers/Microsoft.Authorization/roleAssignments/${i.roleAssignmentName}`,
  },
  "azure-native:monitor:DiagnosticSetting": {
    path: (i) => `/providers/Microsoft.Insights/diagnosticSettings/${i.name}`,
  },
  "azure-native:apimanagement:ApiManagementService": { path: service },
  "azure-native:apimanagement:Backend": { path: (i) => `${service(i)}/backends/${i.backendId}` },
  "azure-native:apimanagement:NamedValue": { path: (i) => `${service(i)}/namedValues/${i.namedValueId}` },
  "azure-native:apimanagement:Logger": { path: (i) => `${service(i)}/loggers/${i.loggerId}` },
  "azure-native:apimanagement:PolicyFragment": { path: (i, name) => `${service(i)}/policyFragments/${name}` },
  "azure-native:apimanagement:Api": { path: (i) => `${service(i)}/apis/${i.apiId}` },
  "azure-native:apimanagement:ApiOperation": {
    path: (i) => `${service(i)}/apis/${i.apiId}/operations/${i.operationId}`,
  },
  "azure-native:apimanagement:ApiDiagnostic": {
    path: (i) => `${service(i)}/apis/${i.apiId}/diagnostics/${i.diagnosticId}`,
  },
  "azure-native:resources:Resource": {
    path: (i) => `${i.resourceProviderNamespace}/${i.parentResourcePath}/${i.resourceType}/${i.resourceName}`,
  },
  "azure-native:apimanagement:ApiPolicy": { path: (i) => `${service(i)}/apis/${i.apiId}/policies/policy` },
  "azure-native:apimanagement:Product": { path: (i) => `${service(i)}/products/${i.productId}` },
  "azure-native:apimanagement:ProductApi": {
    path: (i) => `${service(i)}/products/${i.productId}/apis/${i.apiId}`,
  },
  "azure-native:apimanagement:ProductPolicy": {
    path: (i) => `${service(i)}/products/${i.productId}/policies/policy`,
  },
  "azure-native:apimanagement:Subscription": {
    path: (i) => `${service(i)}/subscriptions/${i.sid}`,
    outputs: { primaryKey: "not-for-logs", secondaryKey: "not-for-logs" },
  },
};

/** What Azure answers to a creation; `undefined` for a kind that no fleet has. */
export function answerFor(
  type: string,
  name: string,
  inputs: Inputs,
): { id: string; outputs: Inputs } | undefined {
  if (type === "random:index/randomString:RandomString") return { id: "x7k2p", outputs: { result: "x7k2p" } };
  if (type === "random:index/randomPassword:RandomPassword")
    return { id: "none", outputs: { result: `not-for-logs-${name}` } };
  const kind = kinds[type];
  if (kind === undefined) return undefined;
  const path = kind.path(inputs, name);
  const group = `${SUBSCRIPTION}/resourceGroups/${inputs.resourceGroupName}`;
  const id =
    path === "" ? group : path.startsWith("/") ? `${SUBSCRIPTION}${path}` : `${group}/providers/${path}`;
  return { id, outputs: kind.outputs ?? {} };
}
