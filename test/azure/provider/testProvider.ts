import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Values } from "../../../local/azure/provider/wire";
import {
  type LocalAzure,
  type LocalAzureOptions,
  startLocalAzure,
} from "../../../local/azure/startLocalAzure";
import { ManualClock } from "../testAzure";
import { ProviderClient } from "./providerClient";

export const RG = "azure-native:resources:ResourceGroup";
export const ACC = "azure-native:cognitiveservices:Account";
export const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
export const API = "azure-native:apimanagement:ApiManagementService";
export const BACKEND = "azure-native:apimanagement:Backend";
export const NAMED_VALUE = "azure-native:apimanagement:NamedValue";

export const group: Values = { resourceGroupName: "rg", location: "eastus2" };
export const account: Values = {
  resourceGroupName: "rg",
  accountName: "oai",
  kind: "OpenAI",
  sku: { name: "S0" },
  properties: { customSubDomainName: "oai-x", disableLocalAuth: true },
  tags: { owner: "us" },
};
export const model = { format: "OpenAI", name: "gpt-5.4", version: "1" };
export const deployment: Values = {
  resourceGroupName: "rg",
  accountName: "oai",
  deploymentName: "payg",
  sku: { name: "GlobalStandard", capacity: 10 },
  properties: { model },
};
export const service: Values = {
  resourceGroupName: "rg",
  serviceName: "apim",
  publisherName: "us",
  publisherEmail: "us@contoso.example",
  sku: { name: "BasicV2", capacity: 1 },
};
export const backend: Values = {
  resourceGroupName: "rg",
  serviceName: "apim",
  backendId: "b",
  type: "Single",
  url: "https://b.example",
  protocol: "http",
};

/** The provider servers for a world in a new folder, and a connection to the one for azure-native. */
export interface Provider {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly azure: LocalAzure;
  readonly client: ProviderClient;
  /** Creates a resource and gives its outputs. */
  readonly made: (type: string, inputs: Values) => Promise<Values>;
  readonly stop: () => Promise<void>;
}

export async function startProvider(options: Partial<LocalAzureOptions> = {}): Promise<Provider> {
  const clock = new ManualClock();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-provider-"));
  const azure = await startLocalAzure({ dir: folder, clock, ...options });
  const client = new ProviderClient(azure.ports.azureNative);
  return {
    folder,
    clock,
    azure,
    client,
    made: async (type, inputs) => (await client.create(type, inputs)).outputs,
    stop: async () => {
      client.close();
      await azure.stop();
      fs.rmSync(folder, { recursive: true });
    },
  };
}
