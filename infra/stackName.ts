import type { Topology } from "./topology/topology";

/**
 * Why a stack must not deploy a topology: the file is another environment's, and the update would take that one's names
 * and delete what this stack has. A stack whose name is not its environment's says so in its settings.
 *
 * @param stated the setting `aoai-fleet:environment`
 */
export function stackFault(
  stack: string,
  topology: Pick<Topology, "environment" | "file">,
  stated: string | undefined,
): string | undefined {
  const wanted = stated ?? stack;
  if (wanted === topology.environment) return undefined;
  const whose =
    stated === undefined ? `The stack is \`${stack}\`` : `\`aoai-fleet:environment\` says \`${stated}\``;
  return `${whose}, and ${topology.file} is the environment \`${topology.environment}\`; nothing was changed.
  Name the right file in \`Pulumi.${stack}.yaml\`, or write \`environment: ${wanted}\` in this one. Where the two are meant to differ: \`pulumi config set aoai-fleet:environment ${topology.environment}\`.`;
}
