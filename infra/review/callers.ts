import { processing, satisfiesAll } from "../topology/residency";
import type { Topology } from "../topology/topology";
import type { Fleet } from "./row";

/** A fleet with who may call what: by the models that a consumer names, and by where its prompts may be processed. */
export function fleetOf(topology: Topology): Fleet {
  return { topology, callers: (model, region) => callers(topology, model, region) };
}

function callers(topology: Topology, model: string, region: string | undefined): string[] {
  const definition = topology.models.find(({ name }) => name === model);
  const places = topology.accounts
    .filter((account) => !account.retire && (region === undefined || account.region === region))
    .flatMap(({ region: place, deployments }) =>
      deployments.filter((each) => each.model === model).map(({ sku }) => processing(sku, place)),
    )
    // A SKU that is none processes nowhere.
    .filter((place) => place !== undefined);
  return topology.consumers
    .filter(({ models }) => models === undefined || models.includes(model))
    .filter(({ residency }) =>
      places.some((place) => satisfiesAll([topology.residency, definition?.residency, residency], place)),
    )
    .map(({ name }) => name);
}
