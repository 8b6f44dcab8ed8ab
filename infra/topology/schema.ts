import { z } from "zod";

/**
 * The shape of a topology file. This one schema gives the types, the validation, the defaults, the descriptions and
 * `stacks/schema.json`. It says what a file may contain; what it may *mean* (steps, zones, limits) is in `rules/`.
 */

const slugName = (what: string, max: number) =>
  z
    .string()
    .regex(
      /^[a-z][a-z0-9-]*[a-z0-9]$/,
      `${what} must be lower-case letters, digits and hyphens, start with a letter and not end with a hyphen`,
    )
    .min(2)
    .max(max);

/** A model or deployment name: letters, digits, dots, hyphens, underscores; case is kept. */
const modelName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "a model name must start with a letter or digit and contain only letters, digits, `.`, `-` and `_`",
  )
  .min(2)
  .max(64);

const regionName = z
  .string()
  .regex(/^[a-z][a-z0-9]+$/, "a region is written in Azure's short form, such as `swedencentral`");

const duration = z
  .string()
  .regex(/^PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$/, "a duration is written in ISO 8601, such as `PT10S` or `PT1M`");

const wholeNumber = (min: number, max = 1_000_000_000) => z.number().int().min(min).max(max);

export const residency = z.union([z.string().regex(/^[a-z]{2}$/), z.array(regionName).min(1).max(60)]).meta({
  id: "Residency",
  description:
    "Where prompts may be processed: `eu` or `us` (a data zone), a two-letter country code such as `se`, or a list of regions. " +
    "Judged by region and deployment type: a Global SKU processes anywhere, a DataZone SKU anywhere in its zone.",
  examples: ["eu", "se", ["swedencentral", "francecentral"]],
});

const ptuSku = z.enum(["GlobalProvisionedManaged", "DataZoneProvisionedManaged", "ProvisionedManaged"]).meta({
  id: "PtuSku",
  description:
    "SKU of provisioned throughput: `Global…` processes anywhere, `DataZone…` within the US or the EU, `ProvisionedManaged` in the region.",
});
const paygSku = z.enum(["GlobalStandard", "DataZoneStandard", "Standard", "DeveloperTier"]).meta({
  id: "PaygSku",
  description:
    "SKU of pay-as-you-go: `GlobalStandard` processes anywhere, `DataZoneStandard` within the US or the EU, `Standard` in the region.",
});

const gatewaySku = z
  .strictObject({
    name: z
      .enum(["Developer", "Premium", "BasicV2", "StandardV2", "PremiumV2"])
      .meta({ description: "Tier of API Management." }),
    units: wholeNumber(1, 31).default(1).meta({ description: "Scale units." }),
  })
  .meta({ id: "GatewaySku", description: "Tier and size of a new API Management service." });

const existingGateway = z
  .strictObject({
    resourceGroup: z.string().min(1).max(90).meta({ description: "Resource group of the service." }),
    name: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9-]{0,48}[a-zA-Z0-9]$/)
      .meta({ description: "Name of the service." }),
    identity: z
      .strictObject({
        clientId: z
          .guid()
          .meta({ description: "Client id of a user-assigned identity that the service already has." }),
        principalId: z
          .guid()
          .meta({ description: "Object id of that identity; it is granted access to the accounts." }),
      })
      .meta({ description: "The identity that the gateway calls Azure OpenAI with." }),
    logger: z.string().min(1).max(256).optional().meta({
      description:
        "Name of an Application Insights logger of the service, for token metrics. Left out: the fleet makes its own.",
    }),
  })
  .meta({
    id: "ExistingGateway",
    description: "An API Management service that somebody else owns; the fleet adds its APIs to it.",
  });

const entra = z
  .strictObject({
    tenantId: z.guid().meta({ description: "Tenant whose tokens are accepted." }),
    audience: z
      .string()
      .min(1)
      .max(256)
      .meta({ description: "Audience (application id URI or client id) that tokens must carry." }),
  })
  .meta({
    id: "Entra",
    description:
      "Accept Microsoft Entra tokens beside subscription keys. A consumer names its applications in `entraApplications`.",
  });

const gateway = z
  .strictObject({
    kind: z.enum(["apiManagement"]).default("apiManagement").meta({ description: "The gateway product." }),
    location: regionName.meta({ description: "Region of the gateway and of the hub." }),
    publisher: z
      .strictObject({ name: z.string().min(1).max(100), email: z.email().max(100) })
      .optional()
      .meta({ description: "Who publishes the APIs. Required for a new service." }),
    sku: gatewaySku.optional(),
    existing: existingGateway.optional(),
    surfaces: z
      .array(z.enum(["azure", "v1"]))
      .min(1)
      .default(["azure", "v1"])
      .meta({
        description: "`azure`: /openai/deployments/{name}/… ; `v1`: /openai/v1/… with the model in the body.",
      }),
    entra: entra.optional(),
  })
  .meta({
    id: "Gateway",
    description:
      "The API Management service in front of all accounts. Give `sku` for a new one or `existing`, not both.",
  });

const network = z
  .strictObject({
    access: z.enum(["private", "public"]).meta({
      description: "`private`: accounts answer through private endpoints only. `public`: for development.",
    }),
    addressSpace: z
      .string()
      .regex(
        /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/,
        "an address space is written as CIDR, such as `10.60.0.0/22`",
      )
      .optional()
      .meta({
        description: "Address space of the hub's virtual network. Required when `access` is `private`.",
      }),
  })
  .meta({ id: "Network" });

const breaker = z
  .strictObject({
    tripDuration: duration
      .optional()
      .meta({ description: "How long a member is left out after a failure (ISO 8601)." }),
    acceptRetryAfter: z
      .boolean()
      .optional()
      .meta({ description: "Let the member's Retry-After header decide instead." }),
  })
  .meta({ id: "Breaker" });

const routing = z
  .strictObject({
    maxAttempts: wholeNumber(1, 20)
      .default(8)
      .meta({ description: "Upper bound of attempts for one request." }),
    attemptTimeoutSeconds: wholeNumber(1, 240)
      .default(120)
      .meta({ description: "Seconds until response headers before an attempt counts as unanswered." }),
    retryAfterCapSeconds: wholeNumber(1, 3600)
      .default(60)
      .meta({ description: "Longest Retry-After that callers are told, in seconds." }),
    regionDownSeconds: wholeNumber(10, 3600)
      .default(300)
      .meta({ description: "How long a region that does not answer is avoided, in seconds." }),
    probeSeconds: wholeNumber(1, 600)
      .default(20)
      .meta({ description: "While a region is avoided, one request per this many seconds probes it." }),
    headroom: z
      .strictObject({
        standard: wholeNumber(1, 100)
          .default(95)
          .meta({ description: "PTU utilization in percent from which `standard` consumers go to PAYG." }),
        batch: wholeNumber(1, 100)
          .default(70)
          .meta({ description: "PTU utilization in percent from which `batch` consumers go to PAYG." }),
        holdSeconds: wholeNumber(1, 60)
          .default(5)
          .meta({ description: "How long an observed utilization is believed, in seconds." }),
      })
      .prefault({})
      .meta({ description: "Keeps PTU capacity free for `critical` consumers." }),
    breaker: z
      .strictObject({ ptu: breaker.prefault({}), payg: breaker.prefault({}) })
      .prefault({})
      .meta({ description: "Circuit breaker of each tier; the plan shows the reason for each default." }),
  })
  .meta({ id: "Routing", description: "How requests move when capacity is throttled or gone." });

const monitoring = z
  .strictObject({
    retentionDays: wholeNumber(30, 730)
      .default(30)
      .meta({ description: "Days that Log Analytics keeps data." }),
  })
  .meta({ id: "Monitoring" });

const model = z
  .strictObject({
    version: z.string().min(1).max(32).meta({ description: 'Model version, quoted: "2025-04-14".' }),
    name: modelName.optional().meta({ description: "Azure's name of the model. Left out: the key." }),
    ptu: ptuSku
      .optional()
      .meta({ description: "SKU of this model's PTU deployments. Required where a region has `ptu`." }),
    payg: paygSku
      .optional()
      .meta({ description: "SKU of this model's PAYG deployments. Required where a region has `payg`." }),
    spillover: z.enum(["gateway", "service"]).default("gateway").meta({
      description:
        "Who moves the overflow from PTU to PAYG: the gateway, or Azure itself by `spilloverDeploymentName`.",
    }),
    versionUpgrade: z
      .enum(["OnceNewDefaultVersionAvailable", "OnceCurrentVersionExpired", "NoAutoUpgrade"])
      .default("OnceCurrentVersionExpired")
      .meta({ description: "What Azure does when the version is retired." }),
    raiPolicy: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .meta({ description: "Name of the content filter policy, e.g. `Microsoft.DefaultV2`." }),
    residency: residency.optional(),
  })
  .meta({ id: "Model", description: "A model as callers know it. The key is the name that callers write." });

const capacity = (sku: typeof ptuSku | typeof paygSku, unit: string) =>
  z.union([
    wholeNumber(1, 100_000_000),
    z.strictObject({
      capacity: wholeNumber(1, 100_000_000).meta({ description: `Capacity in ${unit}.` }),
      sku: sku.optional().meta({ description: "Another SKU than the model's." }),
      existing: modelName.optional().meta({
        description:
          "Name of a deployment that exists already: it is used, never created, changed or deleted.",
      }),
    }),
  ]);

const regionModel = z
  .strictObject({
    ptu: capacity(ptuSku, "PTU").optional().meta({ description: "Provisioned throughput units (PTU)." }),
    payg: capacity(paygSku, "thousands of tokens per minute")
      .optional()
      .meta({ description: "Pay-as-you-go capacity in thousands of tokens per minute." }),
  })
  .meta({
    id: "RegionModel",
    description: "Capacity of one model in one region: PTU, PAYG, or both side by side.",
  });

const region = z
  .strictObject({
    priority: wholeNumber(1, 100)
      .default(1)
      .meta({ description: "1 is used first; regions with the same number share the load." }),
    existing: z
      .strictObject({
        resourceGroup: z.string().min(1).max(90),
        account: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}$/),
        subdomain: z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/)
          .optional()
          .meta({ description: "Custom subdomain; left out: the account's name." }),
        ownDeployments: z.boolean().default(false).meta({
          description:
            "Create deployments without `existing` in this account. Off: every deployment must exist.",
        }),
      })
      .optional()
      .meta({
        description:
          "An Azure OpenAI account that exists already: it is used, never created, changed or deleted.",
      }),
    restore: z.boolean().default(false).meta({
      description: "Restore the soft-deleted account of the same name instead of creating a new one.",
    }),
    deployments: z
      .record(modelName, regionModel)
      .default({})
      .meta({ description: "What is deployed here, by the model's key." }),
  })
  .meta({ id: "Region", description: "One resource group and one Azure OpenAI account." });

const fineTuned = z
  .strictObject({
    region: regionName.meta({
      description: "Where the fine-tuned model lives; it cannot be served elsewhere.",
    }),
    priority: wholeNumber(1, 100).default(1),
    model: modelName.meta({
      description: "Azure's name of the fine-tuned model, e.g. `gpt-4.1-mini.ft-0af3`.",
    }),
    version: z.string().min(1).max(32),
    sourceAccount: z.string().startsWith("/subscriptions/").optional().meta({
      description: "Resource id of the account where the model was trained, when that is another one.",
    }),
    ptu: z.strictObject({ sku: ptuSku, capacity: wholeNumber(1, 100_000) }).optional(),
    payg: z.strictObject({ sku: paygSku, capacity: wholeNumber(1, 100_000_000) }).optional(),
    residency: residency.optional(),
    restore: z.boolean().default(false),
  })
  .meta({
    id: "FineTuned",
    description: "A fine-tuned model: its own account and its own pool, never mixed with a base model.",
  });

const consumer = z
  .strictObject({
    class: z
      .enum(["critical", "standard", "batch"])
      .default("standard")
      .meta({ description: "`critical` always uses PTU first; `standard` and `batch` leave headroom." }),
    tokensPerMinute: wholeNumber(1).meta({ description: "Token limit of this consumer over all models." }),
    tokenQuota: z
      .strictObject({
        tokens: wholeNumber(1, 1_000_000_000_000),
        period: z.enum(["Hourly", "Daily", "Weekly", "Monthly", "Yearly"]),
      })
      .optional()
      .meta({ description: "Token budget per period, beside the limit per minute." }),
    models: z
      .array(modelName)
      .min(1)
      .optional()
      .meta({ description: "The models that this consumer may call. Left out: all." }),
    residency: residency.optional(),
    entraApplications: z
      .array(z.guid())
      .min(1)
      .optional()
      .meta({ description: "Client ids of the applications whose Entra tokens identify this consumer." }),
  })
  .meta({
    id: "Consumer",
    description: "A team or application that calls the fleet: one product and one subscription key.",
  });

export const topologySchema = z
  .strictObject({
    environment: slugName("environment", 12).meta({
      description: "Name of the environment; part of every resource name.",
    }),
    workload: slugName("workload", 16).meta({
      description: "Name of the workload; part of every resource name.",
    }),
    nameSuffix: z
      .string()
      .regex(/^[a-z0-9]{3,8}$/, "3 to 8 lower-case letters or digits")
      .optional()
      .meta({
        description:
          "Suffix of names that must be unique in the world. Left out: a random one is kept in the stack.",
      }),
    protect: z
      .boolean()
      .default(false)
      .meta({ description: "Protect accounts and PTU deployments against deletion. On for production." }),
    tags: z
      .record(z.string().min(1).max(512), z.string().max(256))
      .default({})
      .meta({ description: "Tags of every resource." }),
    residency: residency.optional(),
    gateway,
    network,
    monitoring: monitoring.prefault({}),
    routing: routing.prefault({}),
    models: z.record(modelName, model).meta({ description: "The models of the fleet." }),
    regions: z.record(regionName, region).meta({ description: "The regions of the fleet, 1 to 30." }),
    fineTuned: z.record(modelName, fineTuned).default({}).meta({ description: "Fine-tuned models." }),
    consumers: z
      .record(slugName("consumer", 50), consumer)
      .default({})
      .meta({ description: "Who may call the fleet." }),
  })
  .meta({ title: "aoai-fleet topology", description: "One environment of an Azure OpenAI fleet." });

/** The file as validated, with defaults filled in. */
export type TopologyFile = z.output<typeof topologySchema>;
export type Residency = z.output<typeof residency>;
export type PtuSku = z.output<typeof ptuSku>;
export type PaygSku = z.output<typeof paygSku>;
export type Sku = PtuSku | PaygSku;
