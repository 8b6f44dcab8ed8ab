import type { Finding } from "../finding";
import { processing, satisfies, satisfiesAll } from "../residency";
import { covers, unjudged } from "../stateful";
import type { Consumer } from "../topology";
import { deploymentsOf, error, type Fleet, type Placed, warning } from "./rule";

/** What consumers may keep in one account: no more than the fleet opens, and what that opens beside it is said. */
export function* stateful(fleet: Fleet): Iterable<Finding> {
  const { topology } = fleet;
  for (const consumer of topology.consumers) {
    const place = ["consumers", consumer.name, "stateful"];
    if (!covers(topology.stateful, consumer.stateful)) {
      yield error(
        "stateful-above-fleet",
        place,
        `\`${consumer.name}\` has \`${consumer.stateful}\`, and the fleet opens \`${topology.stateful}\` at most.`,
        `Write \`stateful: ${consumer.stateful}\` at the top of the file, or \`${topology.stateful}\` here.`,
      );
      continue;
    }
    const what = unjudged[consumer.stateful];
    const open = what === undefined ? [] : openedBy(fleet, consumer);
    if (open.length > 0)
      yield warning(
        "stateful-opens-models",
        place,
        `${what}, where the gateway does not look: \`${consumer.name}\` reaches ${open.join(", ")} that way.`,
        "Keep it where that is meant; otherwise write `responses`, or give it accounts of its own.",
      );
  }
  if (!covers(topology.stateful, "files") || topology.consumers.length === 0) return;
  if (topology.consumers.some((consumer) => consumer.stateful === topology.stateful)) return;
  yield warning(
    "stateful-unused",
    ["stateful"],
    `\`${topology.stateful}\` gives the gateway's identity rights in every account, and no consumer has it.`,
    "Write it at the consumers that need it, or less here.",
  );
}

/** What a consumer may not call, or only within limits of its own, and reaches all the same by what it names in files. */
function openedBy(fleet: Fleet, consumer: Consumer): string[] {
  const { topology } = fleet;
  const own = deploymentsOf(topology).filter((placed) => mayCall(fleet, consumer, placed));
  const accounts = new Set(
    own
      .map(({ account }) => account)
      .filter(
        ({ region }) =>
          consumer.residency === undefined ||
          satisfies(consumer.residency, { scope: "region", place: region }),
      ),
  );
  const closed = deploymentsOf(topology).filter(
    (placed) => accounts.has(placed.account) && !mayCall(fleet, consumer, placed),
  );
  const limited = consumer.modelLimits
    .map(({ model }) => model)
    .filter((model) =>
      own.some(({ account, deployment }) => accounts.has(account) && deployment.model === model),
    );
  return [
    ...new Set(closed.map(({ deployment }) => `\`${deployment.name}\``)),
    ...limited.map((model) => `\`${model}\` without its limit`),
  ].sort();
}

function mayCall({ topology }: Fleet, consumer: Consumer, { account, deployment }: Placed): boolean {
  const model = topology.models.find(({ name }) => name === deployment.model);
  return (
    (consumer.models?.includes(deployment.model) ?? true) &&
    satisfiesAll(
      [topology.residency, model?.residency, consumer.residency],
      processing(deployment.sku, account.region),
    )
  );
}
