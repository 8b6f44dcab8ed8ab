import type { RoutingPlan } from "../routing/plan";
import type { Stateful } from "../topology/stateful";
import type { Consumer, Topology } from "../topology/topology";
import { type LimitsView, limitsView } from "./limitsView";

/** One consumer as `consumers.xml.hbs` shows it. */
export interface ConsumerView extends LimitsView {
  readonly name: string;
  readonly class: Consumer["class"];
  /** Model name → route id. */
  readonly models: Readonly<Record<string, string>>;
  /** What it may keep in one account. */
  readonly stateful: Stateful;
  /** Names of the regional routes that are open to the consumer. */
  readonly regions: readonly string[];
}

/** @param stem start of names that other fleets on the same service must not share */
export function consumerViews(topology: Topology, plan: RoutingPlan, stem: string): ConsumerView[] {
  return topology.consumers.map((consumer) => {
    const access = plan.access.find((candidate) => candidate.consumer === consumer.name);
    return {
      name: consumer.name,
      class: consumer.class,
      models: access?.routes ?? {},
      stateful: consumer.stateful,
      regions: Object.keys(access?.regional ?? {}),
      ...limitsView(consumer, `${stem}-${consumer.name}`),
    };
  });
}
