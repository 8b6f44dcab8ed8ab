import { SUFFIX } from "./topology/topology";

/**
 * All physical names, in one place that knows their limits. Abbreviations follow the Cloud Adoption Framework.
 * A name that must be unique in the world ends with the suffix of the stack.
 */

/** What a resource name may look like; checked after composition, never cut. */
export interface NameLimit {
  readonly what: string;
  readonly max: number;
  readonly pattern: RegExp;
}

/** Longest suffix that may replace {@link SUFFIX} (see `nameSuffix` in the schema). */
export const SUFFIX_LENGTH = 5;

export const limits = {
  resourceGroup: { what: "resource group", max: 90, pattern: /^[-\w.()]*[-\w()]$/ },
  account: { what: "Azure OpenAI account", max: 64, pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/ },
  subdomain: { what: "custom subdomain", max: 63, pattern: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/ },
  deployment: { what: "deployment", max: 64, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]$/ },
  service: { what: "API Management service", max: 50, pattern: /^[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]$/ },
  /** Backends, pools, fragments, named values and subscriptions. */
  gatewayChild: { what: "API Management entity", max: 80, pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]$/ },
  privateEndpoint: { what: "private endpoint", max: 64, pattern: /^[a-zA-Z0-9][\w.-]*\w$/ },
  identity: { what: "managed identity", max: 128, pattern: /^[a-zA-Z0-9][\w-]{2,}$/ },
  virtualNetwork: { what: "virtual network", max: 64, pattern: /^[a-zA-Z0-9][\w.-]*\w$/ },
  workspace: {
    what: "Log Analytics workspace",
    max: 63,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{2,}[a-zA-Z0-9]$/,
  },
} as const satisfies Record<string, NameLimit>;

/** `gpt-5.4` → `gpt-5-4`; `Claims_Triage` → `claims-triage`. Two names may reduce to one slug: validation refuses that. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|(?<!-)-+$/g, "");
}

/** The names of one environment. */
export class Naming {
  /** `workload-environment`, the middle of every name. */
  readonly stem: string;

  constructor(
    private readonly workload: string,
    environment: string,
    private readonly nameSuffix: string | undefined,
  ) {
    this.stem = `${workload}-${environment}`;
  }

  /** The suffix of the file, or {@link SUFFIX} where the program fills in a random one. */
  get suffix(): string {
    return this.nameSuffix ?? SUFFIX;
  }

  readonly hub = {
    resourceGroup: () => `rg-${this.stem}-hub`,
    identity: () => `id-${this.stem}-gateway`,
    virtualNetwork: () => `vnet-${this.stem}`,
    /** Of the private DNS zone to the network of an existing gateway. */
    gatewayLink: () => "gateway",
    endpointSubnet: () => "snet-endpoints",
    gatewaySubnet: () => "snet-gateway",
    gatewaySecurityGroup: () => `nsg-${this.stem}-gateway`,
    endpointSecurityGroup: () => `nsg-${this.stem}-endpoints`,
    publicIp: () => `pip-${this.stem}-gateway`,
    workspace: () => `log-${this.stem}`,
    applicationInsights: () => `appi-${this.stem}`,
    service: () => `apim-${this.stem}-${this.suffix}`,
  };

  /** @param code short code of the region, e.g. `swec` */
  regionResourceGroup(code: string): string {
    return `rg-${this.stem}-${code}`;
  }
  /** @param part the region's code, or `<code>-<model slug>` for a fine-tuned model */
  account(part: string): string {
    return `oai-${this.stem}-${part}`;
  }
  subdomain(part: string): string {
    return `${this.account(part)}-${this.suffix}`;
  }
  /** A content filter of the file. By its name one of ours is told from those that others chose. */
  contentFilter(name: string): string {
    return `${this.workload}-${name}`;
  }
  /** The fleet's own role, one of that name in a whole tenant. */
  statefulRole(): string {
    return `role-${this.stem}-stateful-${this.suffix}`;
  }
  privateEndpoint(part: string): string {
    return `pep-${this.account(part)}`;
  }
  /** Names inside API Management start with the workload, so that an existing service can be shared. */
  gatewayChild(...parts: string[]): string {
    return [this.workload, ...parts].join("-");
  }
  /** Id of a consumer's subscription: policies know the consumer by it. */
  subscription(consumer: string): string {
    return this.gatewayChild(consumer);
  }
}

/** `gpt-5.4` + `ptu` → `gpt-5.4-ptu`. The same in every region, so that one body serves a whole tier. */
export function deploymentName(model: string, tier: "ptu" | "payg"): string {
  return `${model}-${tier}`;
}
