import { z } from "zod";
import { consumer } from "./schemaConsumer";
import { blocklist, policyName, raiPolicy } from "./schemaFilters";
import { fineTuned, model, region } from "./schemaFleet";
import { gateway, monitoring, network, routing } from "./schemaHub";
import { promises } from "./schemaPromises";
import {
  formed,
  modelName,
  type paygSku,
  type ptuSku,
  regionName,
  residency,
  slugName,
  stateful,
  tagName,
  text,
} from "./schemaValues";
import { DEFAULT_STATEFUL } from "./stateful";

/**
 * The shape of a topology file. This one schema gives the types, the validation, the defaults, the descriptions and
 * `stacks/schema.json`. It says what a file may contain; what it may *mean* (steps, zones, limits) is in `rules/`.
 */
export const topologySchema = z
  .strictObject({
    environment: slugName(2, 12, "prod").meta({
      description: "Name of the environment; part of every resource name.",
    }),
    workload: slugName(2, 16, "aoai").meta({
      description: "Name of the workload; part of every resource name.",
    }),
    nameSuffix: formed(/^[a-z0-9]+$/, "3 to 8 lower-case letters and digits", 3, 8)
      .optional()
      .meta({
        description:
          "Suffix of names that must be unique in the world. Left out: a random one is kept in the stack.",
      }),
    protect: z
      .boolean()
      .default(false)
      .meta({ description: "Protect accounts and PTU deployments against deletion. On for production." }),
    tags: z.record(tagName, text(0, 256)).default({}).meta({ description: "Tags of every resource." }),
    residency: residency.optional(),
    stateful: stateful.default(DEFAULT_STATEFUL).meta({
      description:
        "The most that any consumer may keep in one account. `none`: no regional route. `responses`: model calls to one account, stored responses and conversations. `files`: also files, batches, vector stores and containers. `all`: also fine-tuning, evals, assistants and stored chat completions. `files` and `all` give the gateway's identity a role of its own.",
    }),
    gateway,
    network,
    monitoring: monitoring.prefault({}),
    routing: routing.prefault({}),
    promises: promises.prefault({}),
    models: z.record(modelName, model).meta({ description: "The models of the fleet." }),
    regions: z.record(regionName, region).meta({ description: "The regions of the fleet, 1 to 30." }),
    raiPolicies: z
      .record(policyName, raiPolicy)
      .default({})
      .meta({ description: "Content filters, by the name that models give as `raiPolicy`." }),
    blocklists: z
      .record(slugName(2, 64, "names"), blocklist)
      .default({})
      .meta({ description: "Terms that content filters stop, by the name that `raiPolicies` give." }),
    fineTuned: z.record(modelName, fineTuned).default({}).meta({ description: "Fine-tuned models." }),
    consumers: z
      .record(slugName(2, 50, "checkout"), consumer)
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
