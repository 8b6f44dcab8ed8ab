import * as pulumi from "@pulumi/pulumi";
import type { AzureReads } from "./azureReads";
import {
  type DeclaredDeployments,
  type DeploymentModel,
  type DeploymentModels,
  decideModel,
  declared,
  deploymentKey,
  type ModelVersion,
  movable,
  movedText,
} from "./components/deploymentModels";
import type { Account, Deployment, Topology } from "./topology/topology";

/** The output of the stack that keeps what was declared. */
export const DECLARED = "deployments";

/**
 * Which model each deployment is written with. Azure is asked in a preview, so that a person is told what it has moved, and in
 * an update only about what is written anyway. A stack that has deployed nothing yet asks nobody.
 */
export async function azureModels(topology: Topology, reads: AzureReads): Promise<DeploymentModels> {
  const last = await declaredLastTime();
  const decisions = await Promise.all(
    movable(topology).map(async ({ account, deployment }): Promise<[string, DeploymentModel]> => {
      const key = deploymentKey(account, deployment);
      const line = last[key];
      const asks = line !== undefined && (pulumi.runtime.isDryRun() || line !== declared(deployment));
      const decision = decideModel(
        deployment,
        line,
        asks ? await modelInAzure(account, deployment, reads) : undefined,
      );
      if (decision.moved !== undefined && pulumi.runtime.isDryRun())
        void pulumi.log.warn(movedText(account, deployment, decision.moved));
      return [key, decision];
    }),
  );
  return new Map(decisions);
}

/** What the stack's own outputs say; the engine reads them from its state. */
async function declaredLastTime(): Promise<DeclaredDeployments> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    const { outputs = {} } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
      outputs?: Readonly<Record<string, unknown>>;
    };
    return (outputs[DECLARED] ?? {}) as DeclaredDeployments;
  } catch {
    return {}; // Without them every deployment is written as the file says, as ever.
  }
}

/** `undefined` where there is no such deployment, or it cannot be read. */
async function modelInAzure(
  account: Account,
  { name }: Deployment,
  reads: AzureReads,
): Promise<ModelVersion | undefined> {
  try {
    const { properties } = await reads.deployment({
      accountName: account.name,
      deploymentName: name,
      resourceGroupName: account.resourceGroup,
    });
    const { name: model, version } = properties.model ?? {};
    return model === undefined || version === undefined ? undefined : { name: model, version };
  } catch {
    return undefined;
  }
}
