import type { RoutingPlan } from "../routing/plan";
import type { Consumer, Topology } from "../topology/topology";

/** One consumer as `consumers.xml.hbs` and `authenticate.xml.hbs` show it. */
export interface ConsumerView {
  readonly name: string;
  readonly class: Consumer["class"];
  /** Model name → route id. */
  readonly models: Readonly<Record<string, string>>;
  /** Names of the regional routes that are open to the consumer. */
  readonly regions: readonly string[];
  readonly tokensPerMinute: number;
  readonly tokenQuota: Consumer["tokenQuota"] | null;
  readonly counterKey: string;
}

/** @param stem start of names that other fleets on the same service must not share */
export function consumerViews(topology: Topology, plan: RoutingPlan, stem: string): ConsumerView[] {
  return topology.consumers.map((consumer) => {
    const access = plan.access.find((candidate) => candidate.consumer === consumer.name);
    return {
      name: consumer.name,
      class: consumer.class,
      models: access?.routes ?? {},
      regions: Object.keys(access?.regional ?? {}),
      tokensPerMinute: consumer.tokensPerMinute,
      tokenQuota: consumer.tokenQuota ?? null,
      counterKey: `${stem}-${consumer.name}`,
    };
  });
}

/** Who may come with a Microsoft Entra token; `null` when the fleet takes none. */
export interface EntraView {
  readonly tenantId: string;
  readonly audience: string;
  /** Client ids in lower case, each with the consumer that it stands for. */
  readonly applications: readonly { readonly id: string; readonly consumer: string }[];
}

export function entraView(topology: Topology): EntraView | null {
  const { entra } = topology.gateway;
  const applications = topology.consumers.flatMap((consumer) =>
    consumer.entraApplications.map((id) => ({ id: id.toLowerCase(), consumer: consumer.name })),
  );
  // Without an application no token can name a consumer, and the policy that checks tokens would have nothing to allow.
  return entra === undefined || applications.length === 0 ? null : { ...entra, applications };
}
