import { findModel } from "../../infra/topology/data";
import { processing, satisfiesAll } from "../../infra/topology/residency";
import type { Consumer, Topology } from "../../infra/topology/topology";
import { type LoadMember, loadMembers } from "../simulation/loadMembers";

/** What a proof takes for given where neither the file nor the data say it. Each is printed with the proof. */
export const ASSUMED = {
  /** Weighted input tokens per minute of one PTU where the data do not know the model. */
  tokensPerPtu: 2500,
  /** Input tokens that an output token counts as on PTU where the data do not know the model. */
  outputWeight: 4,
  /** Seconds of work that a PTU's bucket holds; not documented. */
  ptuDepthSeconds: 10,
  /** Seconds of a slice in which PAYG counts requests: 1 or 10 (documented). */
  paygSliceSeconds: 10,
  /** Requests per minute that come with 1,000 tokens per minute where the data do not know the model. */
  requestsPerThousandTokens: 6,
  /** Median seconds of an answer. */
  answerSeconds: 2,
} as const;

/** A deployment and what it carries. */
export interface ProvenMember extends LoadMember {
  /** PAYG: requests a second that it takes, however small they are. */
  readonly requestRate: number;
}

/** The deployments that serve a model, and how many requests a second each carries. */
export function provenMembers(topology: Topology, model: string): readonly ProvenMember[] {
  const { promptTokens, completionTokens } = topology.promises;
  const azureName = topology.models.find(({ name }) => name === model)?.azureName ?? model;
  const facts = findModel(azureName);
  const weighted = promptTokens + completionTokens * (facts?.outputWeight ?? ASSUMED.outputWeight);
  return loadMembers(topology, model)
    .filter(({ region }) => serves(topology, model, region))
    .map((member) => {
      const capacity = member.rate * 10;
      const perMinute =
        member.tier === "ptu"
          ? (capacity * (facts?.tokensPerPtu ?? ASSUMED.tokensPerPtu)) / weighted
          : (capacity * 1000) / (promptTokens + completionTokens);
      const requests = facts?.requestsPerThousandTokens ?? ASSUMED.requestsPerThousandTokens;
      return { ...member, rate: perMinute / 60, requestRate: Math.max(1, capacity * requests) / 60 };
    });
}

/** Not of accounts that are about to be removed. */
const serves = ({ accounts }: Topology, model: string, region: string): boolean =>
  accounts.some(
    (account) =>
      account.region === region &&
      !account.retire &&
      account.deployments.some((deployment) => deployment.model === model),
  );

/** A consumer that may call a model, and how many requests a second its limits let it send. */
export interface ProvenConsumer {
  readonly name: string;
  readonly class: Consumer["class"];
  readonly rate: number;
  /** Regions whose deployments it may be served by. */
  readonly regions: readonly string[];
}

/** Each consumer spends all that it may on one model: the most that this model can meet. */
export function provenConsumers(topology: Topology, model: string): readonly ProvenConsumer[] {
  const { promptTokens, completionTokens } = topology.promises;
  const residency = topology.models.find(({ name }) => name === model)?.residency;
  return topology.consumers
    .filter(({ models }) => models === undefined || models.includes(model))
    .map((consumer) => {
      const own = consumer.modelLimits.find((limits) => limits.model === model);
      const tokens = Math.min(
        consumer.tokensPerMinute,
        own?.tokensPerMinute ?? Number.POSITIVE_INFINITY,
        ...[consumer.requestsPerMinute, own?.requestsPerMinute]
          .filter((limit) => limit !== undefined)
          .map((limit) => limit * (promptTokens + completionTokens)),
      );
      return {
        name: consumer.name,
        class: consumer.class,
        rate: tokens / 60 / (promptTokens + completionTokens),
        regions: topology.accounts
          .filter((account) =>
            account.deployments.some(
              (deployment) =>
                deployment.model === model &&
                satisfiesAll(
                  [topology.residency, residency, consumer.residency],
                  processing(deployment.sku, account.region),
                ),
            ),
          )
          .map(({ region }) => region),
      };
    })
    .filter(({ regions }) => regions.length > 0);
}
