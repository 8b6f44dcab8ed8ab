import { Naming } from "../naming";
import { EntityIds } from "../routing/ids";
import type { RoutingPlan } from "../routing/plan";
import { formOperations, servedApis } from "../routing/surfaces";
import { longestAttempt } from "../topology/data";
import type { Topology } from "../topology/topology";
import { allowedIpsView } from "./allowedIpsView";
import { bearerKeys } from "./bearerKeys";
import { bufferedBytes, FORM_BYTES } from "./bodyLimits";
import { checkRendered } from "./check/checkRendered";
import { companyFragments, companyView } from "./companyFragments";
import { consumerViews } from "./consumersView";
import { challenge, entraView, takesKeysAlone } from "./entraView";
import { followUps } from "./followUps";
import { FRAGMENT_LIMIT } from "./fragmentLimit";
import { answerHeaders, keyParameters, requestHeaders, usualHeaders } from "./headers";
import { limitKinds, modelLimitsViews } from "./limitsView";
import type { RenderedApi, RenderedFragment, RenderedPolicies } from "./policies";
import { doorViews } from "./regionalView";
import { routeViews } from "./routesView";
import { policyTemplates, type Templates } from "./templates";
import { textsOf } from "./texts";
import { camelCase } from "./variables";

/** The last stable version of Azure OpenAI's classic interface, for callers that name none. */
const API_VERSION = "2024-10-21";

/**
 * How fast a share opens after a refusal, in percent of itself per second; a shallow PTU is one in which a request takes a tenth of
 * the room. Measured, see policies/DESIGN.md.
 */
const GROWTH = { ptu: 107, shallow: 140, payg: 140 } as const;

/** Milliseconds that a PAYG deployment is left alone that asks for a second, or for nothing. */
const SHORT_MS = 350;

/** Seconds that a look at a silent account may take. */
const PROBE_LIMIT_SECONDS = 8;

/**
 * The policies of a fleet. Pure but for the templates, which are read once: the same topology and plan give the same
 * bytes. Fragments do not include each other, because API Management does not allow it (documented).
 *
 * @throws PolicyError listing every rule of API Management that a document breaks
 */
export function renderPolicies(topology: Topology, plan: RoutingPlan): RenderedPolicies {
  return new Renderer(topology, plan, policyTemplates()).render();
}

class Renderer {
  private readonly naming: Naming;
  private readonly ids = new EntityIds();
  /** Keys of caches and counters start with it: several fleets may share a service. */
  private readonly stem: string;

  constructor(
    private readonly topology: Topology,
    private readonly plan: RoutingPlan,
    private readonly templates: Templates,
  ) {
    this.naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
    this.stem = this.naming.stem;
  }

  render(): RenderedPolicies {
    const { topology, plan } = this;
    const texts = textsOf(topology);
    const identity = this.naming.gatewayChild("identity-client-id");
    const keys = {
      known: `${this.stem}:known:`,
      member: `${this.stem}:member:`,
      pulse: `${this.stem}:pulse:`,
      utilization: `${this.stem}:utilization:`,
    };
    const routes = routeViews(
      topology,
      plan,
      this.ids,
      (...parts) => this.naming.gatewayChild(...parts),
      keys,
    );
    const keyViews = takesKeysAlone(topology) ? bearerKeys(topology, this.naming) : [];
    const callers = allowedIpsView(topology);
    const entra = entraView(topology);
    const shared = {
      texts,
      stem: this.stem,
      ...topology.routing,
      ...topology.routing.headroom,
      cap: topology.routing.retryAfterCapSeconds,
      longestLimit: topology.routing.attemptTimeoutSeconds ?? longestAttempt,
      hold: topology.routing.headroom.holdSeconds,
      includeUsage: topology.gateway.includeUsage,
      allowedIps: callers !== undefined,
      bearerKeys: keyViews.length > 0,
      bufferedBytes: bufferedBytes(topology) ?? null,
      formBytes: FORM_BYTES,
      formOperations: `,${formOperations.join(",")},`,
      growth: GROWTH,
      ...limitKinds(topology),
      entra,
      takesTokens: entra !== null,
      tokenOnly: entra?.tokenOnly ?? false,
      challenge: challenge(topology),
      shortMs: SHORT_MS,
      probeLimitSeconds: PROBE_LIMIT_SECONDS,
    };
    /** Ids of the fragments that there is one of, as the APIs name them. */
    const single: Record<string, string> = {};
    const simple = (name: string, description: string, view: object = {}): RenderedFragment => {
      const id = this.id(name);
      single[camelCase(name)] = id;
      return { id, description, xml: this.fill(`fragments/${name}`, { ...shared, ...view }) };
    };
    const consumers = this.parts(
      "consumers",
      "What each consumer may use, and its token limit",
      consumerViews(topology, plan, this.stem),
    );
    const limits = this.parts("limits", "Limits of single models", modelLimitsViews(topology, this.stem));
    const keyHolders = this.parts("keys", "Who has a key that came as a bearer token", keyViews);
    const fragments: RenderedFragment[] = [
      ...(callers === undefined
        ? []
        : [simple("allowed-ips", "From which addresses calls are taken", callers)]),
      simple("authenticate", "Who calls, by subscription key or Microsoft Entra token", {
        subscriptions: this.naming.subscription(""),
      }),
      ...keyHolders,
      ...consumers,
      ...limits,
      simple("find-model", "The model that is asked for, and its route; unknown models answer 404"),
      simple("request-headers", "Removes every header of callers that is not for accounts", {
        usualHeaders,
        keyParameters,
        allowed: `,${requestHeaders.join(",").toLowerCase()},`,
      }),
      simple("identity", "The gateway's managed identity, one token for all attempts", {
        identity,
      }),
      simple("read-body", "Reads and parses the body once"),
      simple("seek-model", "Finds the top-level `model` where it does not stand in its usual places"),
      simple("follow-ups", "Refuses bodies that name what lives in one account", { followUps }),
      ...(topology.gateway.includeUsage
        ? [simple("include-usage", "Asks streamed chat completions for their token counts")]
        : []),
      simple("split-body", "Parts the body around the value of `model`"),
      ...routes.map((view) => ({
        id: view.fragment,
        description: `Targets of ${view.summary}`,
        xml: this.fill("fragments/route", { ...shared, ...view }),
      })),
      simple("headroom", "Keeps PTU free for critical consumers"),
      simple("begin", "Starts the attempts; looks up accounts that do not answer"),
      simple("judge", "How the last attempt ended, and what is remembered of it"),
      simple("choose", "The member for the next attempt, or nobody"),
      simple("ask", "Leaves alone who was asked and not heard from"),
      simple("attempt", "Addresses the next attempt"),
      simple("give-up", "The honest end where nobody answered"),
      simple("answer", "Outbound: nothing about backends", { answerHeaders }),
      ...(entra === null
        ? []
        : [simple("token-refused", "On error: why a Microsoft Entra token was refused")]),
      simple("limit-reached", "On error: which limit of the consumer refused, and when it gives again"),
      simple("failure", "On error: failures in OpenAI's shape"),
      simple("metrics", "Token metrics by consumer and model"),
      ...companyFragments(topology, this.naming),
    ];
    const view = {
      ...shared,
      fragments: {
        ...single,
        consumers: consumers.map(({ id }) => id),
        limits: limits.map(({ id }) => id),
        keys: keyHolders.map(({ id }) => id),
      },
      company: companyView(topology, this.naming),
      routes,
      doors: doorViews(topology, plan),
      apiVersion: API_VERSION,
      v1: plan.surfaces.includes("v1"),
      // `retry` counts repetitions, 1 to 50; the choice of a member ends them before.
      retries: topology.routing.maxAttempts + 1,
    };
    const apis: RenderedApi[] = servedApis(plan).map(({ surface }) => ({
      surface,
      xml: this.fill(`apis/${surface}`, view),
    }));
    const policies: RenderedPolicies = { fragments, apis };
    checkRendered(policies, plan, [identity, ...keyViews.map(({ namedValue }) => namedValue)]);
    return policies;
  }

  /** As many fragments of a list as it takes to keep each below the limit. */
  private parts(name: string, description: string, views: readonly object[]): RenderedFragment[] {
    const render = (part: readonly object[]): string[] => {
      const xml = this.fill(`fragments/${name}`, { [name]: part });
      if (Buffer.byteLength(xml) <= FRAGMENT_LIMIT || part.length <= 1) return [xml];
      const middle = Math.ceil(part.length / 2);
      return [...render(part.slice(0, middle)), ...render(part.slice(middle))];
    };
    return (views.length === 0 ? [] : render(views)).map((xml, index) => ({
      id: this.id(name, ...(index === 0 ? [] : [`${index + 1}`])),
      description,
      xml,
    }));
  }

  private id(...parts: string[]): string {
    return this.naming.gatewayChild(...parts);
  }

  private fill(template: string, view: object): string {
    const fill = this.templates.get(template);
    if (fill === undefined) throw new Error(`There is no template \`policies/${template}.xml.hbs\`.`);
    // Without the environment: what environments have in common is the same document.
    const banner = `Generated from policies/${template}.xml.hbs. Do not edit: change the template or the topology and run \`npm run golden\`.`;
    return fill({ ...view, banner });
  }
}
