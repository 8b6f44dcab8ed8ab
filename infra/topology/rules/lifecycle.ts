import { findModel, retirementDate, retirementOf } from "../data";
import type { Finding } from "../finding";
import type { Path } from "../path";
import type { Model } from "../topology";
import { deploymentsOf, type Fleet, warning } from "./rule";

/** Days before a retirement from which on it is told: time to test another model, and to find its capacity. */
const NOTICE = 120;
const DAY = 24 * 60 * 60 * 1000;

/** Azure retires every model. What the data know of that is a warning, because the dates move. */
export function* lifecycle(fleet: Fleet): Iterable<Finding> {
  const { today } = fleet;
  if (today === undefined) return;
  for (const model of fleet.topology.models) {
    const retires = retirementOf(model.azureName, model.version);
    if (retires === undefined) continue;
    const days = Math.round((Date.parse(retires) - Date.parse(today)) / DAY);
    const label = `\`${model.azureName}\` version \`${model.version}\``;
    const replacement = findModel(model.azureName)?.replacement;
    const way = replacement === undefined ? "another model" : `\`${replacement}\``;
    if (days <= 0) {
      yield warning(
        "model-retired",
        place(fleet, model),
        `${label} retired on ${retires}: Azure refuses new deployments of it, and calls answer errors.`,
        `Move to ${way}. ${arbiter(fleet, model)}`,
      );
    } else if (days <= NOTICE) {
      const left = days === 1 ? "in 1 day" : `in ${days} days`;
      const ptu = hasPtu(fleet, model)
        ? " Azure never moves PTU deployments to another model; they begin to fail."
        : "";
      yield warning(
        "model-retires-soon",
        place(fleet, model),
        `${label} retires on ${retires}, ${left}; then calls answer errors.${ptu}`,
        `Plan the move to ${way}. ${arbiter(fleet, model)}`,
      );
    }
  }
}

/** Where the file says which model it is. */
function place({ file }: Fleet, { name, fineTuned }: Model): Path | { readonly key: Path } {
  if (fineTuned) return ["fineTuned", name, "model"];
  return file.models[name]?.name === undefined ? { key: ["models", name] } : ["models", name, "name"];
}

const hasPtu = ({ topology }: Fleet, { name }: Model): boolean =>
  deploymentsOf(topology).some(({ deployment }) => deployment.model === name && deployment.tier === "ptu");

/** The data are a copy; Azure's own list decides. */
function arbiter({ topology }: Fleet, { name }: Model): string {
  const region = deploymentsOf(topology).find(({ deployment }) => deployment.model === name)?.account.region;
  const list = `az cognitiveservices model list --location ${region ?? topology.gateway.location}`;
  return `The date is from ${retirementDate} and may have moved; \`${list}\` has the present one.`;
}
