import { z } from "zod";
import { allowed, refusedKeys } from "./allowed";
import { entra } from "./schemaEntra";
import {
  duration,
  formed,
  guid,
  ipv4,
  policyFile,
  regionName,
  resourceGroup,
  text,
  wholeNumber,
} from "./schemaValues";

/** The parts of the file about the hub: gateway, network, routing, monitoring. */

const tier = z.enum(["Developer", "Premium", "BasicV2", "StandardV2", "PremiumV2"]);

const gatewaySku = z
  .strictObject({
    name: tier.meta({ description: "Tier of API Management." }),
    units: wholeNumber(1, 31).default(1).meta({ description: "Scale units." }),
    zones: z
      .array(z.enum(["1", "2", "3"]).register(allowed, { allowed: 'a zone in quotes: "1", "2" or "3"' }))
      .min(1)
      .max(3)
      .optional()
      .meta({
        description:
          "Availability zones of a Premium service, each with as many units as the others. Left out: Azure spreads the units itself, which is what it recommends.",
        examples: [["1", "2", "3"]],
      }),
  })
  .meta({ id: "GatewaySku", description: "Tier and size of a new API Management service." });

const existingGateway = z
  .strictObject({
    resourceGroup: resourceGroup.meta({ description: "Resource group of the service." }),
    name: formed(
      /^[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]$/,
      "the name of the service: 2 to 50 letters, digits and hyphens, starting with a letter",
      2,
      50,
    ).meta({ description: "Name of the service." }),
    identity: z
      .strictObject({
        clientId: guid().meta({
          description: "Client id of a user-assigned identity that the service already has.",
        }),
        principalId: guid().meta({
          description: "Object id of that identity; it is granted access to the accounts.",
        }),
      })
      .meta({ description: "The identity that the gateway calls Azure OpenAI with." }),
    product: formed(
      /^[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]$/,
      "the id of a product: 2 to 80 letters, digits and hyphens",
      2,
      80,
    ).meta({
      description:
        "Id of a product that the owner of the service made for the fleet. The fleet adds its APIs to it, and consumers' keys open what is in it and nothing else of the service.",
    }),
    tier: tier.optional().meta({
      description:
        "Tier of the service. Left out: bodies that must be read are limited as the v2 tiers limit them.",
    }),
    virtualNetwork: formed(
      /^\/subscriptions\/[0-9a-fA-F-]{36}\/resourceGroups\/[^/]{1,90}\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]{2,64}$/i,
      "the resource id of a virtual network: `/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…`",
    )
      .optional()
      .meta({
        description:
          "Resource id of the network that the service is in, or integrated with. The fleet's private DNS zone is linked to it, so that the gateway finds private accounts; its owner peers it with the fleet's.",
      }),
    logger: text(1, 256).optional().meta({
      description:
        "Name of an Application Insights logger of the service, for token metrics. Left out: the fleet makes its own.",
    }),
  })
  .meta({
    id: "ExistingGateway",
    description: "An API Management service that somebody else owns; the fleet adds its APIs to it.",
  });

const inboundPolicies = z
  .strictObject({
    before: policyFile().optional().meta({
      description:
        "Runs when it is known who calls, before the model is looked for: the request is the caller's.",
    }),
    after: policyFile().optional().meta({
      description:
        "Runs last before the accounts, when the model is known and the caller's headers are gone: what it sets reaches them.",
    }),
  })
  .meta({ id: "InboundPolicies", description: "A policy at each place of the inbound section." });

const companyPolicies = z
  .strictObject({
    inbound: z
      .union([policyFile(), inboundPolicies])
      .optional()
      .register(allowed, {
        allowed:
          "a file that ends with `.xml`, relative to this file, such as `policies/company.xml`, or a mapping with the keys `before`, `after`",
      })
      .meta({
        description:
          "Policy of every request. A file alone runs before the request is routed; `before` and `after` name one for each place.",
      }),
    outbound: policyFile().optional().meta({
      description: "Runs last on what an account answered. Answers of the fleet itself never come here.",
    }),
    onError: policyFile().optional().meta({
      description: "Runs when something failed, before the fleet answers: to log it, or to answer otherwise.",
    }),
  })
  .register(refusedKeys, {
    backend:
      "the section `backend` of API Management holds one policy, and the fleet's attempts are that one: what stood beside them would run once per attempt",
  })
  .meta({
    id: "CompanyPolicies",
    description:
      "Policies of your own: files beside this one, each a `<fragment>` of API Management. They become fragments that the APIs include.",
  });

export const gateway = z
  .strictObject({
    kind: z.enum(["apiManagement"]).default("apiManagement").meta({ description: "The gateway product." }),
    location: regionName.meta({ description: "Region of the gateway and of the hub." }),
    crossesResidency: z.boolean().default(false).meta({
      description:
        "State that the gateway, its logs and its insights may be outside of a residency: every prompt is decrypted there. Off: that is an error.",
    }),
    publisher: z
      .strictObject({
        name: text(1, 100).meta({ description: "Name that the developer portal and notifications show." }),
        email: z
          .email()
          .max(100)
          .register(allowed, { allowed: "an e-mail address of up to 100 characters" })
          .meta({ description: "Address that notifications come from." }),
      })
      .optional()
      .meta({ description: "Who publishes the APIs. Required for a new service." }),
    sku: gatewaySku.optional(),
    existing: existingGateway.optional(),
    restore: z.boolean().optional().meta({
      description:
        "Restore the soft-deleted service of the same name instead of creating a new one; it comes back as it was.",
    }),
    surfaces: z
      .array(z.enum(["azure", "v1"]))
      .min(1)
      .default(["azure", "v1"])
      .meta({
        description: "`azure`: /openai/deployments/{name}/… ; `v1`: /openai/v1/… with the model in the body.",
      }),
    allowedIps: z
      .array(ipv4)
      .min(1)
      .max(200)
      .optional()
      .meta({
        description:
          "Addresses from which the gateway takes calls; others get 403 before their key is looked at. Left out: from anywhere. What counts is the address that API Management sees: behind a front door or a proxy that is theirs.",
        examples: [["203.0.113.0/24", "198.51.100.7"]],
      }),
    bearerKeys: z.enum(["policy", "off"]).default("policy").meta({
      description:
        "Whether a consumer's key may come as `Authorization: Bearer`, as clients of OpenAI send it. `policy`: the gateway compares hashes of the keys, which the fleet then makes itself; `off`: keys are read from the header `api-key` alone.",
    }),
    entra: entra.optional(),
    policies: companyPolicies.optional(),
    includeUsage: z.boolean().default(false).meta({
      description:
        "Ask every streamed chat completion for its token counts (`stream_options.include_usage`). Off: a stream is as its caller asked for it, and its tokens are estimated.",
    }),
  })
  .meta({
    id: "Gateway",
    description:
      "The API Management service in front of all accounts. Give `sku` for a new one or `existing`, not both.",
  });

export const network = z
  .strictObject({
    access: z.enum(["private", "public"]).meta({
      description:
        "Who reaches the accounts. `private`: the gateway alone, through private endpoints; a gateway that the fleet makes keeps a public address itself. `public`: for development.",
    }),
    addressSpace: z
      .string()
      .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/)
      .register(allowed, { allowed: "an IPv4 range in CIDR form, such as `10.60.0.0/22`" })
      .optional()
      .meta({
        description: "Address space of the hub's virtual network. Required when `access` is `private`.",
      }),
  })
  .meta({ id: "Network", description: "How the gateway reaches the accounts." });

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
  .meta({
    id: "Breaker",
    description: "When a member that fails is left out, and for how long. What is not stated is derived.",
  });

export const routing = z
  .strictObject({
    maxAttempts: wholeNumber(1, 20)
      .default(6)
      .meta({ description: "Most calls that one request makes, each to another member." }),
    attemptTimeoutSeconds: wholeNumber(1, 240).optional().meta({
      description:
        "Seconds until response headers, after which a request ends with 504, whatever the model. Left out: by what the model is, 240 where it reasons, 120 for other chats and 60 where those are streamed.",
    }),
    retryAfterCapSeconds: wholeNumber(1, 3600)
      .default(60)
      .meta({ description: "Longest Retry-After that callers are told, in seconds." }),
    regionDownSeconds: wholeNumber(10, 3600).default(300).meta({
      description: "How long an account that failed is avoided, in seconds, unless a request finds it back.",
    }),
    probeSeconds: wholeNumber(1, 600).default(8).meta({
      description:
        "Longest time between two requests that look whether an avoided account is back, in seconds.",
    }),
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
      .strictObject({
        ptu: breaker.prefault({}).meta({ description: "Breaker of PTU members." }),
        payg: breaker.prefault({}).meta({ description: "Breaker of PAYG members." }),
      })
      .prefault({})
      .meta({ description: "Circuit breaker of each tier; the plan shows the reason for each default." }),
  })
  .meta({ id: "Routing", description: "How requests move when capacity is throttled or gone." });

export const monitoring = z
  .strictObject({
    retentionDays: wholeNumber(30, 730)
      .default(30)
      .meta({ description: "Days that Log Analytics keeps data." }),
  })
  .meta({ id: "Monitoring", description: "What is kept of logs and metrics." });
