import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { modelEvent } from "./models/modelEvents";
import { namedFaults } from "./namedFaults";
import { runnerRoles } from "./rules/rights";
import { readJson, WorldFileError } from "./worldFiles";

/**
 * What differs between one Azure subscription and another, or is not documented. `settings.json` in the world's folder
 * holds the values that differ from these defaults.
 */
const schema = z.strictObject({
  subscriptionId: z
    .string()
    .default("00000000-0000-0000-0000-000000000000")
    .describe("The subscription of every resource"),
  tenantId: z.string().default("11111111-1111-1111-1111-111111111111").describe("The Entra tenant"),
  principals: z
    .array(z.string())
    .default(["22222222-2222-2222-2222-222222222222"])
    .describe(
      "Object ids that exist in the tenant beside the managed identities; the first one is whoever runs Pulumi",
    ),
  providers: z
    .array(z.string())
    .optional()
    .describe("Resource providers that the subscription has registered; absent: all of them"),
  roles: z
    .array(z.enum(runnerRoles))
    .default(["Owner"])
    .describe("Roles on the subscription of whoever runs Pulumi"),
  faults: z
    .array(z.enum(namedFaults))
    .default([])
    .describe("What goes wrong in this world, by name; `fleet pulumi --fault` writes them"),
  associationLinkMinutes: z
    .number()
    .nonnegative()
    .default(60)
    .describe(
      "How long a subnet keeps the link of a gateway that is gone, with the fault `association-link`: not documented",
    ),
  durations: z
    .record(z.string(), z.number().int().nonnegative())
    .default({})
    .describe(
      "How long a write takes in milliseconds, by ARM type, or by `DELETE <type>` where deleting differs",
    ),
  quota: z
    .strictObject({
      payg: z
        .number()
        .int()
        .nonnegative()
        .default(1_000_000)
        .describe("Thousands of tokens per minute per region, SKU and model"),
      ptu: z.number().int().nonnegative().default(100_000).describe("PTU per region and SKU, across models"),
      limits: z
        .record(z.string(), z.number().int().nonnegative())
        .default({})
        .describe(
          "Exceptions by `<region>/<sku>` (PTU) or `<region>/<sku>/<model>` (PAYG); `*` is any region",
        ),
    })
    .prefault({}),
  models: z
    .array(modelEvent)
    .default([])
    .describe(
      "Models that are deprecated or retired in this world, region by region; none: all can be deployed",
    ),
  restoreBringsDeployments: z
    .boolean()
    .default(false)
    .describe("Whether a restored account has its deployments again: not documented"),
  unreferencedPrincipalType: z
    .boolean()
    .default(false)
    .describe(
      "Whether a role may be given to an unknown principal when `principalType` is set (Azure skips its check then)",
    ),
});

export type WorldSettings = z.output<typeof schema>;
export type WorldSettingsInput = z.input<typeof schema>;

export function worldSettings(input: WorldSettingsInput = {}): WorldSettings {
  return schema.parse(input);
}

/**
 * The settings of a world's folder.
 * @param override stands before the file, key by key at the top
 * @throws WorldFileError naming the file and every wrong key
 */
export function readWorldSettings(folder: string, override: WorldSettingsInput = {}): WorldSettings {
  const file = join(folder, "settings.json");
  const found = existsSync(file) ? readJson(file) : {};
  const parsed = schema.safeParse({ ...(found as object), ...override });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `\`${issue.path.join(".") || "the file"}\`: ${issue.message}`,
  );
  throw new WorldFileError(
    `${file}: ${faults.join("; ")}. Known keys: ${Object.keys(schema.shape).join(", ")}.`,
  );
}
