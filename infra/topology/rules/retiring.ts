import { listed } from "../describe";
import type { Finding } from "../finding";
import { deploymentsOf, error, type Fleet, servingOf, warning } from "./rule";

/** A region that is about to be removed: somebody else serves its models, and it does not stay forever. */
export function* retiring(fleet: Fleet): Iterable<Finding> {
  const { topology } = fleet;
  const served = new Set(servingOf(topology).map(({ deployment }) => deployment.model));
  const lost = new Set<string>();
  for (const { account, deployment } of deploymentsOf(topology)) {
    const { model } = deployment;
    if (!account.retire || served.has(model) || lost.has(model)) continue;
    lost.add(model);
    yield error(
      "retire-last",
      ["regions", account.region, "retire"],
      `nothing would serve \`${model}\` any more: every region that has it is \`retire: true\`.`,
      `Deploy \`${model}\` in another region first, or remove the model and what consumers have of it.`,
    );
  }
  for (const account of topology.accounts) {
    if (!account.retire) continue;
    const ptu = account.deployments.filter(({ tier, existing }) => tier === "ptu" && !existing);
    const cost =
      ptu.length === 0 ? "" : `; PTU of ${listed(ptu.map(({ model }) => model))} is billed until then`;
    yield warning(
      "retiring",
      ["regions", account.region, "retire"],
      `${account.region} takes no traffic and is not protected: the next step is to remove it${cost}.`,
      "Remove the region once nobody uses its own address, or `retire` to take it back.",
    );
  }
}
