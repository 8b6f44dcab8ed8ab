import { modelKind, ptuMaximum, ptuSize, readOn } from "../data";
import { thousands } from "../describe";
import type { Finding } from "../finding";
import { dated } from "./age";
import { capacityPathOf, deploymentsOf, error, type Fleet, pathOf, warning } from "./rule";

/** PTU is bought from a minimum on and in steps, which depend on the model and on how far the SKU reaches. */
export function* ptu(fleet: Fleet): Iterable<Finding> {
  for (const placed of deploymentsOf(fleet.topology)) {
    const { deployment, account } = placed;
    // What exists already was accepted by Azure; its capacity here is only a weight.
    if (deployment.tier !== "ptu" || deployment.existing) continue;
    const { modelName } = deployment;
    const size = ptuSize(modelName, deployment.modelVersion, deployment.sku, account.region);
    const label = `\`${deployment.model}\` in ${account.region}`;
    if (size === null) {
      const what =
        modelKind(modelName) === "chat"
          ? `\`${modelName}\``
          : `${modelKind(modelName)} models such as \`${modelName}\``;
      yield dated(
        fleet,
        { date: readOn.offers },
        error(
          "ptu-not-offered",
          { key: pathOf(placed) },
          `${label} has \`ptu\`, but Azure offers no PTU for ${what}.`,
          "Remove `ptu` and give it `payg`.",
        ),
      );
      continue;
    }
    const { capacity, sku } = deployment;
    const place = capacityPathOf(fleet, placed);
    if (capacity > ptuMaximum) {
      yield error(
        "ptu-maximum",
        place,
        `${label} asks for ${thousands(capacity)} PTU; a deployment has at most ${thousands(ptuMaximum)}.`,
        `Write at most ${ptuMaximum}.`,
      );
      continue;
    }
    const [minimum, step] = size ?? [1, 1];
    const source = { date: readOn.sizes };
    const known = `with the SKU \`${sku}\` Azure sells \`${deployment.modelName}\` from ${minimum} PTU on in steps of ${step}`;
    if (capacity < minimum) {
      yield dated(
        fleet,
        source,
        error(
          "ptu-minimum",
          place,
          `${label} asks for ${capacity} PTU, but ${known}.`,
          `Write at least ${minimum}, or remove \`ptu\`.`,
        ),
      );
    } else if ((capacity - minimum) % step !== 0) {
      const below = minimum + Math.floor((capacity - minimum) / step) * step;
      yield dated(
        fleet,
        source,
        error(
          "ptu-step",
          place,
          `${label} asks for ${capacity} PTU, but ${known}.`,
          `Write ${below} or ${below + step}.`,
        ),
      );
    }
  }
}

/** PTU that is full and has nothing beside it sends its overflow across the world, or back to the caller. */
export function* pairing({ file, topology }: Fleet): Iterable<Finding> {
  for (const account of topology.accounts) {
    for (const deployment of account.deployments) {
      if (deployment.tier !== "ptu") continue;
      const { model } = deployment;
      // Spillover by the service cannot do without PAYG; that is an error of its own.
      if (file.models[model]?.spillover === "service") continue;
      const declared = account.fineTuned
        ? file.fineTuned[model]
        : file.regions[account.region]?.deployments[model];
      if (declared?.payg !== undefined) continue;
      yield warning(
        "ptu-without-payg",
        { key: pathOf({ account, deployment }) },
        `\`${deployment.model}\` in ${account.region} has PTU and no PAYG beside it; its overflow leaves the region.`,
        "Add `payg` beside it; PAYG costs nothing while it is idle.",
      );
    }
  }
}
