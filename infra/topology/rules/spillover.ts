import { levelOf } from "../data";
import type { Finding } from "../finding";
import { error, type Fleet, warning } from "./rule";

/**
 * Azure's own spillover goes from a PTU deployment to a standard deployment of the same account and the same level of
 * data processing.
 */
export function* spillover({ file, topology }: Fleet): Iterable<Finding> {
  for (const [model, definition] of Object.entries(file.models)) {
    if (definition.spillover !== "service") continue;
    const path = ["models", model, "spillover"];
    let spilling = 0;
    for (const account of topology.accounts) {
      const own = account.deployments.filter((deployment) => deployment.model === model);
      const ptu = own.find(({ tier }) => tier === "ptu");
      const payg = own.find(({ tier }) => tier === "payg");
      if (ptu === undefined) continue;
      spilling++;
      const key = ["regions", account.region, "deployments", model, "ptu"];
      if (payg === undefined) {
        yield error(
          "spillover-target",
          { key },
          `\`${model}\` spills over by the service, but in ${account.region} there is no PAYG deployment to spill to; the target must be in the same account.`,
          "Add `payg` beside it, or write `spillover: gateway` for the model.",
        );
      } else if (levelOf(ptu.sku) !== levelOf(payg.sku)) {
        yield error(
          "spillover-level",
          { key },
          `\`${model}\` spills over by the service, but in ${account.region} PTU (\`${ptu.sku}\`) and PAYG (\`${payg.sku}\`) process data at different levels; Azure spills over between equal ones only.`,
          `Choose \`${partnerOf(ptu.sku)}\` for PAYG, or write \`spillover: gateway\` for the model.`,
        );
      } else if (ptu.existing) {
        yield warning(
          "spillover-not-owned",
          { key },
          `the PTU deployment of \`${model}\` in ${account.region} exists already and is never changed, so its spillover is not set here.`,
          `Have its owner set \`spilloverDeploymentName\` to \`${payg.name}\`.`,
        );
      }
    }
    if (
      spilling === 0 &&
      topology.accounts.some(({ deployments }) =>
        deployments.some((deployment) => deployment.model === model),
      )
    ) {
      yield error(
        "spillover-without-ptu",
        path,
        `\`${model}\` spills over by the service, but no region has PTU of it.`,
        "Remove `spillover`, or give the model PTU in a region.",
      );
    }
  }
}

const partnerOf = (sku: string) =>
  ({ GlobalProvisionedManaged: "GlobalStandard", DataZoneProvisionedManaged: "DataZoneStandard" })[sku] ??
  "Standard";
