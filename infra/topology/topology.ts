import type { CompanyPolicy } from "./policyPlaces";
import type { Residency, Sku, TopologyFile } from "./schema";
import type { Stateful } from "./stateful";

/**
 * The fleet as plain, immutable values: the topology file with every shorthand expanded, every name decided and every
 * list in a stable order. Everything downstream (plan, policies, resources, reports) is derived from this alone.
 */
export interface Topology {
  /** Path of the file, as given. */
  readonly file: string;
  readonly environment: string;
  readonly workload: string;
  /** Suffix of globally unique names; `undefined`: a random one, see {@link SUFFIX}. */
  readonly nameSuffix: string | undefined;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly residency: Residency | undefined;
  /** The most that any consumer may keep in one account. */
  readonly stateful: Stateful;
  readonly gateway: Gateway;
  /** Policies of the company's own, in the order in which a request meets them. */
  readonly policies: readonly CompanyPolicy[];
  readonly network: TopologyFile["network"];
  readonly monitoring: TopologyFile["monitoring"];
  readonly routing: TopologyFile["routing"];
  /** What the fleet is held to before it is deployed; nothing in Azure follows from it. */
  readonly promises: TopologyFile["promises"];
  /** Base and fine-tuned models, by name in code-unit order. */
  readonly models: readonly Model[];
  /** Regions in code-unit order: each has a resource group when it holds an account that we own. */
  readonly regions: readonly Region[];
  /** Accounts, region by region; the base account of a region before its fine-tuned ones. */
  readonly accounts: readonly Account[];
  /** Consumers by name in code-unit order. */
  readonly raiPolicies: readonly RaiPolicy[];
  readonly blocklists: readonly Blocklist[];
  readonly consumers: readonly Consumer[];
}

export type Gateway = Omit<TopologyFile["gateway"], "entra"> & { readonly entra?: Entra | undefined };

/** Whose tokens of Microsoft Entra ID are accepted, and beside or instead of keys. */
export interface Entra {
  readonly tenantId: readonly string[];
  readonly audience: readonly string[];
  readonly require: "either" | "key" | "token" | "both";
}

export type Tier = "ptu" | "payg";
export type Surface = "azure" | "v1";

export interface Model {
  /** The name that callers write; case is kept. */
  readonly name: string;
  /** The name reduced to what resource names allow: `gpt-5.4` → `gpt-5-4`. Unique in the fleet. */
  readonly slug: string;
  /** Azure's name of the model. */
  readonly azureName: string;
  readonly version: string;
  readonly fineTuned: boolean;
  /** Embedding models answer other operations than chat models, and are never mixed across versions. */
  readonly kind: "chat" | "embedding" | "other";
  readonly spillover: "gateway" | "service";
  readonly residency: Residency | undefined;
}

export interface Region {
  /** Azure's short name: `swedencentral`. */
  readonly name: string;
  /** Short code for names: `swec`. */
  readonly code: string;
}

export interface Account {
  /** Stable identity, used in Pulumi resource names: the region's name, or `ft-<slug>` for a fine-tuned model. */
  readonly key: string;
  readonly region: string;
  readonly fineTuned: boolean;
  readonly resourceGroup: string;
  /** Physical account name. */
  readonly name: string;
  /** Custom subdomain. May contain {@link SUFFIX} where the name must be unique in the world and the file gives no suffix. */
  readonly subdomain: string;
  /** Somebody else's account: used, never owned. */
  readonly existing: boolean;
  readonly restore: boolean;
  /** To be removed next: no route leads to it, and nothing protects it. Its own address still answers. */
  readonly retire: boolean;
  readonly priority: number;
  /** In the order in which they are written to Azure, one after another: by model, PAYG before PTU. */
  readonly deployments: readonly Deployment[];
}

export interface Deployment {
  /** Name of the model, as in {@link Model.name}. */
  readonly model: string;
  readonly tier: Tier;
  /** Physical name. PTU and PAYG of one model live in one account, so their names differ: `gpt-5.4-ptu`, `gpt-5.4-payg`. */
  readonly name: string;
  readonly sku: Sku;
  /** PTU, or thousands of tokens per minute. */
  readonly capacity: number;
  readonly modelName: string;
  readonly modelVersion: string;
  readonly sourceAccount: string | undefined;
  readonly versionUpgrade: "OnceNewDefaultVersionAvailable" | "OnceCurrentVersionExpired" | "NoAutoUpgrade";
  readonly raiPolicy: string | undefined;
  /** PTU with service spillover: the PAYG deployment of the same account that takes the overflow. */
  readonly spilloverTo: string | undefined;
  /** A deployment that exists already: used, never owned. */
  readonly existing: boolean;
}

/** A content filter, made in every account whose deployments name it. */
export interface RaiPolicy {
  readonly name: string;
  /** Azure's filter that stands for what is not in `filters`. */
  readonly base: string;
  readonly mode: "Blocking" | "Asynchronous_filter";
  readonly filters: readonly ContentFilter[];
  /** Names of {@link Blocklist}s. */
  readonly blocklists: readonly string[];
}

/** In Azure's words. */
export interface ContentFilter {
  readonly name: string;
  readonly source: "Prompt" | "Completion";
  readonly enabled: boolean;
  readonly blocking: boolean;
  readonly severityThreshold?: "Low" | "Medium" | "High";
}

export interface Blocklist {
  readonly name: string;
  readonly description: string | undefined;
  readonly items: readonly { readonly pattern: string; readonly isRegex: boolean }[];
}

/** What a consumer may use, of one model or over all; `undefined`: no such limit. */
export interface ConsumerLimits {
  readonly tokensPerMinute: number | undefined;
  readonly requestsPerMinute: number | undefined;
  readonly tokenQuota: { readonly tokens: number; readonly period: string } | undefined;
  /** Of the service's fixed periods: `Hourly`, `Daily`, `Weekly`. */
  readonly requestQuota: { readonly requests: number; readonly period: string } | undefined;
}

export interface Consumer extends ConsumerLimits {
  readonly name: string;
  readonly class: "critical" | "standard" | "batch";
  /** Tokens per minute over all models. */
  readonly tokensPerMinute: number;
  /** Models that the consumer may call; `undefined`: all. */
  readonly models: readonly string[] | undefined;
  /** By model, in code-unit order: limits beside those over all models. Models without one are not here. */
  readonly modelLimits: readonly (ConsumerLimits & { readonly model: string })[];
  readonly residency: Residency | undefined;
  /** What it may keep in one account; never more than {@link Topology.stateful}, which a rule judges. */
  readonly stateful: Stateful;
  /** What tokens of Microsoft Entra ID identify the consumer by: client ids, values of app roles, object ids of groups. */
  readonly entraApplications: readonly string[];
  readonly entraRoles: readonly string[];
  readonly entraGroups: readonly string[];
  /** Numbers of its two keys; another number is another key. */
  readonly keys: { readonly primary: number; readonly secondary: number };
}

/**
 * Stands in names for the random suffix that Pulumi keeps in the stack's state. The plan and the goldens show it as it
 * is; the program replaces it by the value.
 */
export const SUFFIX = "{suffix}";
