import { readdirSync } from "node:fs";
import { join } from "node:path";
import { closest } from "apim-gateway/text";
import type { Problem } from "../../infra/problem";
import { loadTopology } from "../../infra/topology/load";
import type { Topology } from "../../infra/topology/topology";
import { KeyError } from "./keyPlace";

/** A topology file is wrong, so nothing can be said of its consumers. */
export class WrongFile extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super("the topology file has errors");
  }
}

/**
 * The fleet that a consumer is of.
 *
 * @param stack name of the environment; `undefined`: the only file of the folder that has the consumer
 * @throws KeyError naming what there is; WrongFile with the errors of the file
 */
export function fleetOf(consumer: string, stack: string | undefined, folder: string): Topology {
  const names = stack === undefined ? stacksOf(folder) : [stack];
  const fleets = names.map((name) => {
    const checked = loadTopology(join(folder, `${name}.yaml`));
    if (!checked.ok) throw new WrongFile(checked.problems);
    return checked.value;
  });
  const having = fleets.filter(({ consumers }) => consumers.some(({ name }) => name === consumer));
  if (having.length === 1) return having[0] as Topology;
  if (having.length > 1)
    throw new KeyError(
      `Several environments have a consumer \`${consumer}\`: ${having.map(({ environment }) => environment).join(", ")}. Choose one with --stack.`,
    );
  const known = [...new Set(fleets.flatMap(({ consumers }) => consumers.map(({ name }) => name)))].sort();
  const meant = closest(consumer, known);
  const files = fleets.map(({ file }) => file).join(" and ");
  throw new KeyError(
    `There is no consumer \`${consumer}\` in ${files}. There ${known.length === 1 ? "is" : "are"} ${known.length === 0 ? "none" : known.join(", ")}.${meant === undefined ? "" : ` Did you mean \`${meant}\`?`}`,
  );
}

function stacksOf(folder: string): string[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length));
  if (names.length === 0) throw new KeyError(`There is no topology file in \`${folder}/\`.`);
  return names.sort();
}
