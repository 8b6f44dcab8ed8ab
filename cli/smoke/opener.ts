import { Naming } from "../../infra/naming";
import type { Topology } from "../../infra/topology/topology";
import { type Az, azureKeys, azureToken } from "../key/azureKeys";
import { KeyError } from "../key/keyPlace";
import { localKeys } from "../key/localKeys";

/** What opens a gateway, as its file says: keys, a token of a login, or both. */
export interface OpenerRequest {
  readonly topology: Topology;
  /** The login's token too, where the gateway takes tokens. */
  readonly identity: boolean;
  /** Folder of a local world; `undefined`: the real service. */
  readonly world: string | undefined;
  readonly az: Az;
}

/**
 * The headers that open the gateway for a consumer; each key is read once, and goes nowhere else.
 *
 * @throws KeyError where the file leaves no way for what was asked
 */
export function opener({
  topology,
  identity,
  world,
  az,
}: OpenerRequest): (consumer: string) => Promise<Readonly<Record<string, string>>> {
  const { entra } = topology.gateway;
  const require = entra?.require ?? "key";
  if (identity && (entra === undefined || require === "key"))
    throw new KeyError(`${topology.file} takes no tokens (\`gateway.entra\`): leave \`--identity\` out.`);
  if (!identity && (require === "token" || require === "both"))
    throw new KeyError(
      `${topology.file} wants a token (\`gateway.entra.require: ${require}\`): add \`--identity --consumer NAME\`, logged in as an application of that consumer.`,
    );
  const { workload, environment, nameSuffix } = topology;
  const naming = new Naming(workload, environment, nameSuffix);
  const place = world === undefined ? azureKeys(topology, az) : localKeys(topology, world);
  const known = new Map<string, Promise<Readonly<Record<string, string>>>>();
  const read = async (consumer: string) => {
    const token = identity ? await azureToken(entra?.audience[0] ?? "", az) : undefined;
    const key =
      identity && require !== "both" ? undefined : (await place.keys(naming.subscription(consumer))).primary;
    return {
      ...(key === undefined ? {} : { "api-key": key }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
  };
  return (consumer) => {
    const headers = known.get(consumer) ?? read(consumer);
    known.set(consumer, headers);
    return headers;
  };
}
