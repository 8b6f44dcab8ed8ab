import { z } from "zod";
import { allowed } from "./allowed";
import {
  formed,
  modelName,
  paygSku,
  ptuSku,
  regionName,
  residency,
  resourceGroup,
  text,
  version,
  wholeNumber,
} from "./schemaValues";

/** The parts of the file about the fleet: models, regions, fine-tuned models. */

export const model = z
  .strictObject({
    version: version.meta({ description: 'Model version, quoted: "2026-03-05".' }),
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
    raiPolicy: text(1, 64).optional().meta({
      description:
        "Name of the content filter: one of `raiPolicies`, or Azure's, e.g. `Microsoft.DefaultV2`.",
    }),
    residency: residency.optional(),
  })
  .meta({ id: "Model", description: "A model as callers know it. The key is the name that callers write." });

const capacity = (sku: typeof ptuSku | typeof paygSku, unit: string) =>
  z
    .union([
      wholeNumber(1, 100_000_000),
      z.strictObject({
        capacity: wholeNumber(1, 100_000_000).meta({ description: `Capacity in ${unit}.` }),
        sku: sku.optional().meta({ description: "Another SKU than the model's." }),
        existing: modelName.optional().meta({
          description:
            "Name of a deployment that exists already: it is used, never created, changed or deleted.",
        }),
      }),
    ])
    .register(allowed, {
      allowed: `a whole number from 1 to 100,000,000 (${unit}), or a mapping with the key \`capacity\` and, if needed, \`sku\` and \`existing\``,
    });

const regionModel = z
  .strictObject({
    ptu: capacity(ptuSku, "PTU").optional().meta({ description: "Provisioned throughput units (PTU)." }),
    payg: capacity(paygSku, "thousands of tokens per minute")
      .optional()
      .meta({ description: "Pay-as-you-go capacity in thousands of tokens per minute." }),
    version: version.optional().meta({
      description:
        "Another version than the model's, in this region alone: the way on which a model moves to its successor region by region.",
    }),
    name: modelName.optional().meta({
      description: "Azure's name of another model, in this region alone; with its `version`.",
    }),
  })
  .meta({
    id: "RegionModel",
    description:
      "Capacity of one model in one region: PTU, PAYG, or both side by side; while the model moves to its successor, which of the two it is here.",
  });

export const region = z
  .strictObject({
    priority: wholeNumber(1, 100)
      .default(1)
      .meta({ description: "1 is used first; regions with the same number share the load." }),
    existing: z
      .strictObject({
        resourceGroup: resourceGroup.meta({ description: "Resource group of the account." }),
        account: formed(
          /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/,
          "the name of the account: 2 to 64 letters, digits, `_`, `.` and `-`",
          2,
          64,
        ).meta({
          description: "Name of the account.",
        }),
        subdomain: formed(
          /^[a-z0-9][a-z0-9-]*[a-z0-9]$/,
          "a subdomain: 2 to 63 lower-case letters, digits and hyphens",
          2,
          63,
        )
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
    retire: z.boolean().default(false).meta({
      description:
        "The step before the region is removed: it takes no traffic of the fleet's routes any more, and is no longer protected. Its own address (`/regions/…`) still answers, and PTU is billed until it is removed.",
    }),
    deployments: z
      .record(modelName, regionModel)
      .default({})
      .meta({ description: "What is deployed here, by the model's key." }),
  })
  .meta({ id: "Region", description: "One resource group and one Azure OpenAI account." });

export const fineTuned = z
  .strictObject({
    region: regionName.meta({
      description: "Where the fine-tuned model lives; it cannot be served elsewhere.",
    }),
    priority: wholeNumber(1, 100)
      .default(1)
      .meta({ description: "Priority of the account; it is the only one, so this seldom matters." }),
    model: modelName.meta({
      description: "Azure's name of the fine-tuned model, e.g. `gpt-4.1-mini.ft-0af3`.",
    }),
    version: version.meta({ description: 'Version of the fine-tuned model, quoted: "1".' }),
    sourceAccount: formed(
      /^\/subscriptions\/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\/resourceGroups\/[-\w.()]{1,90}\/providers\/Microsoft\.CognitiveServices\/accounts\/[a-zA-Z0-9][\w.-]{1,63}$/i,
      "the resource id of an account: `/subscriptions/<GUID>/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…`",
    )
      .optional()
      .meta({
        description: "Resource id of the account where the model was trained, when that is another one.",
      }),
    ptu: z
      .strictObject({
        sku: ptuSku,
        capacity: wholeNumber(1, 100_000).meta({ description: "Capacity in PTU." }),
      })
      .optional()
      .meta({ description: "Provisioned throughput of the fine-tuned model." }),
    payg: z
      .strictObject({
        sku: paygSku,
        capacity: wholeNumber(1, 100_000_000).meta({
          description: "Capacity in thousands of tokens per minute.",
        }),
      })
      .optional()
      .meta({ description: "Pay-as-you-go capacity of the fine-tuned model." }),
    residency: residency.optional(),
    restore: z.boolean().default(false).meta({
      description: "Restore the soft-deleted account of the same name instead of creating a new one.",
    }),
  })
  .meta({
    id: "FineTuned",
    description: "A fine-tuned model: its own account and its own pool, never mixed with a base model.",
  });
