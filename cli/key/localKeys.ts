import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { Naming } from "../../infra/naming";
import type { Topology } from "../../infra/topology/topology";
import { FolderWorld } from "../../local/azure/folderWorld";
import { KeyError, type KeyPlace } from "./keyPlace";

const SUBSCRIPTIONS = "Microsoft.ApiManagement/service/subscriptions";

/**
 * A local world, as `fleet pulumi up` leaves it.
 *
 * @param folder of the world
 */
export function localKeys(topology: Topology, folder: string): KeyPlace {
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const group = topology.gateway.existing?.resourceGroup ?? naming.hub.resourceGroup();
  const find = (name: string) => {
    const world = existsSync(folder) ? FolderWorld.open(folder) : undefined;
    const subscription = world
      ?.ofType(SUBSCRIPTIONS)
      .find(({ id, name: own }) => own === name && id.split("/")[4]?.toLowerCase() === group.toLowerCase());
    const secrets = subscription && world?.secrets(subscription.id);
    if (world === undefined || subscription === undefined || secrets === undefined)
      throw new KeyError(
        `The local world in ${folder} has no subscription \`${name}\` in ${group}. \`./fleet pulumi up --stack ${topology.environment}\` makes it.`,
      );
    return { world, id: subscription.id, secrets };
  };
  return {
    keys: async (name) => {
      const { secrets } = find(name);
      return { primary: secrets.primaryKey ?? "", secondary: secrets.secondaryKey ?? "" };
    },
    regenerate: async (name, which) => {
      const { world, id, secrets } = find(name);
      world.setSecrets(id, { ...secrets, [`${which}Key`]: randomBytes(16).toString("hex") });
    },
  };
}
