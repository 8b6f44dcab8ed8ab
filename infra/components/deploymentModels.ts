import type { Account, Deployment, Topology } from "../topology/topology";

/**
 * Which model a deployment is written with, where Azure may have moved it: `versionUpgrade` lets Azure upgrade deployments
 * of a standard type, and what it may do is not undone. Pure decisions; who asks Azure is {@link ../azureModels}.
 */

export interface ModelVersion {
  readonly name: string;
  readonly version: string;
}

export interface DeploymentModel {
  /** What the deployment is written with, if it is written. */
  readonly model: ModelVersion;
  /** The model that it has is no difference. */
  readonly ignore: boolean;
  /** Azure has moved it there. */
  readonly moved?: ModelVersion;
}

/** By {@link deploymentKey}. */
export type DeploymentModels = ReadonlyMap<string, DeploymentModel>;

/** What the last successful update declared, by {@link deploymentKey}: an output of the stack. */
export type DeclaredDeployments = Readonly<Record<string, string>>;

export const deploymentKey = (account: Account, deployment: Deployment): string =>
  `${account.key}/${deployment.name}`;

/** Whether Azure moves such a deployment on its own: never PTU, never a fine-tuned model, and only when it is allowed to. */
export const mayBeMoved = (account: Account, deployment: Deployment): boolean =>
  deployment.tier === "payg" &&
  !account.fineTuned &&
  !deployment.existing &&
  deployment.versionUpgrade !== "NoAutoUpgrade";

/** What the file says of a deployment, in one line: the model, then all else that would be written. */
export function declared(deployment: Deployment): string {
  const { modelName, modelVersion, sku, capacity, versionUpgrade, raiPolicy } = deployment;
  const settings = [sku, capacity, versionUpgrade, ...(raiPolicy === undefined ? [] : [raiPolicy])];
  return `${modelName} ${modelVersion}: ${settings.join(" ")}`;
}

/** The deployments that Azure may move, with their line. */
export function declaredDeployments(topology: Topology): DeclaredDeployments {
  return Object.fromEntries(
    movable(topology).map(({ account, deployment }) => [
      deploymentKey(account, deployment),
      declared(deployment),
    ]),
  );
}

export const movable = (topology: Topology) =>
  topology.accounts.flatMap((account) =>
    account.deployments
      .filter((deployment) => mayBeMoved(account, deployment))
      .map((deployment) => ({ account, deployment })),
  );

/**
 * Decides by what the file said last time, what it says now, and what Azure has.
 *
 * - The file names another model than last time: that is a wish, and it is written.
 * - It says what it said: whatever model the deployment has is left alone, so nothing is written at all.
 * - Something else changed: it is written with the model that Azure has by now, not with the one that it had.
 *
 * @param last what the last update declared; `undefined`: it did not have the deployment, or did not keep it
 * @param current the model in Azure; `undefined`: nobody asked, or there is no such deployment
 */
export function decideModel(
  deployment: Deployment,
  last: string | undefined,
  current: ModelVersion | undefined,
): DeploymentModel {
  const wish: ModelVersion = { name: deployment.modelName, version: deployment.modelVersion };
  if (last === undefined || modelOf(last) !== modelOf(declared(deployment)))
    return { model: wish, ignore: false };
  const moved =
    current !== undefined && (current.name !== wish.name || current.version !== wish.version)
      ? { moved: current }
      : {};
  if (last === declared(deployment)) return { model: wish, ignore: true, ...moved };
  return { model: current ?? wish, ignore: false, ...moved };
}

const modelOf = (line: string): string => line.slice(0, line.indexOf(":"));

/** What to tell of a deployment that Azure has moved. */
export function movedText(account: Account, deployment: Deployment, { name, version }: ModelVersion): string {
  const other = account.deployments.some(({ model, tier }) => model === deployment.model && tier === "ptu");
  const rename = name === deployment.modelName ? "" : `, with \`name: ${name}\``;
  return (
    `Azure has upgraded ${deployment.name} in ${account.region} from ${deployment.modelName} ${deployment.modelVersion} to ${name} ${version}, as \`versionUpgrade\` allows; it is left there. ` +
    `Write \`version: "${version}"\`${rename} for \`${deployment.model}\` in the file when all regions have it.` +
    (other ? ` The PTU deployment beside it stays at ${deployment.modelVersion}: Azure never moves PTU.` : "")
  );
}
