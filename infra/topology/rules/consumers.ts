import { findModel } from "../data";
import { thousands } from "../describe";
import type { Finding } from "../finding";
import { processing, satisfiesAll } from "../residency";
import type { Consumer } from "../topology";
import { deploymentsOf, error, type Fleet, type Placed, warning } from "./rule";

/** A consumer's limit is something that the fleet can give. */
export function* limits(fleet: Fleet): Iterable<Finding> {
  for (const consumer of fleet.topology.consumers) {
    const available = tokensFor(fleet, consumer);
    if (available === undefined || available === 0 || consumer.tokensPerMinute <= available) continue;
    yield warning(
      "limit-above-fleet",
      ["consumers", consumer.name, "tokensPerMinute"],
      `\`${consumer.name}\` may use ${thousands(consumer.tokensPerMinute)} tokens per minute, but all that it reaches gives about ${thousands(available)}.`,
      "Lower the limit, or add capacity.",
    );
  }
}

/** Tokens per minute of all that a consumer reaches; `undefined` when the size of a PTU is not known. */
function tokensFor({ topology }: Fleet, consumer: Consumer): number | undefined {
  const residencyOf = new Map(topology.models.map((model) => [model.name, model.residency]));
  let tokens = 0;
  for (const placed of deploymentsOf(topology)) {
    const { account, deployment } = placed;
    if (consumer.models !== undefined && !consumer.models.includes(deployment.model)) continue;
    const residencies = [topology.residency, residencyOf.get(deployment.model), consumer.residency];
    if (!satisfiesAll(residencies, processing(deployment.sku, account.region))) continue;
    const own = tokensOf(placed);
    if (own === undefined) return undefined;
    tokens += own;
  }
  return tokens;
}

function tokensOf({ deployment }: Placed): number | undefined {
  if (deployment.tier === "payg") return deployment.capacity * 1000;
  const tokensPerPtu = findModel(deployment.modelName)?.tokensPerPtu;
  return tokensPerPtu === undefined ? undefined : deployment.capacity * tokensPerPtu;
}

/** Keys are counted where the fleet makes them. */
export function* countedKeys({ file }: Fleet): Iterable<Finding> {
  if (file.gateway.bearerKeys !== "off") return;
  for (const [consumer, { keys }] of Object.entries(file.consumers)) {
    if (keys === undefined) continue;
    yield error(
      "keys-not-ours",
      { key: ["consumers", consumer, "keys"] },
      "with `bearerKeys: off` API Management makes the keys, so a number in the file changes none.",
      `Remove \`keys\`; \`npx fleet key ${consumer} --rotate secondary\` has API Management make a new key.`,
    );
  }
}

/** An application's token tells which consumer calls, so it belongs to one, and tokens must be accepted at all. */
export function* applications({ file }: Fleet): Iterable<Finding> {
  const owners = new Map<string, string>();
  for (const [consumer, { entraApplications }] of Object.entries(file.consumers)) {
    const path = ["consumers", consumer, "entraApplications"];
    if (entraApplications !== undefined && file.gateway.entra === undefined) {
      yield error(
        "entra-missing",
        { key: path },
        `\`${consumer}\` names applications, but the gateway accepts no Entra tokens.`,
        "Add `entra: { tenantId: …, audience: … }` to `gateway`, or remove the applications.",
      );
    }
    for (const [index, application] of (entraApplications ?? []).entries()) {
      const id = application.toLowerCase();
      const owner = owners.get(id);
      owners.set(id, owner ?? consumer);
      // The same application twice in one list is a duplicate, which another rule reports.
      if (owner === undefined || owner === consumer) continue;
      yield error(
        "application-shared",
        [...path, index],
        `the application \`${application}\` already belongs to the consumer \`${owner}\`; a token would not tell which of the two calls.`,
        "Keep it with one consumer.",
      );
    }
  }
}
