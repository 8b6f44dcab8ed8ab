import { object, text } from "../../azure/rules/refusals";
import type { WorldView } from "../../azure/world";

/** Resource ids of a world's accounts by the host that calls reach them at. */
export function accountsByHost(world: WorldView): ReadonlyMap<string, string> {
  return new Map(
    world
      .ofType("Microsoft.CognitiveServices/accounts")
      .map(({ id, properties }) => [
        `${text(object(properties).customSubDomainName)}.openai.azure.com`.toLowerCase(),
        id,
      ]),
  );
}
