import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices/index.js";

/** What more than one decision of a run needs to know of Azure. */
export interface AzureReads {
  readonly deployment: typeof cognitiveservices.getDeployment;
}

/** Each resource is read once, whoever asks first: a read is a request to Azure, and a large fleet has hundreds. */
export const azureReads = (): AzureReads => ({ deployment: readingOnce(cognitiveservices.getDeployment) });

/** Exported for tests. A failure is everybody's too. */
export function readingOnce<By extends object, Found>(
  read: (by: By) => Promise<Found>,
): (by: By) => Promise<Found> {
  const known = new Map<string, Promise<Found>>();
  return (by) => {
    const key = JSON.stringify(Object.entries(by).sort(([a], [b]) => (a < b ? -1 : 1)));
    const found = known.get(key) ?? read(by);
    known.set(key, found);
    return found;
  };
}
