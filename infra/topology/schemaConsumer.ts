import { z } from "zod";
import { allowed } from "./allowed";
import { identities } from "./schemaEntra";
import { formed, modelName, residency, stateful, wholeNumber } from "./schemaValues";

/** The part of the file about consumers: who calls, which models, and within which limits. */

const tokenQuota = z
  .strictObject({
    tokens: wholeNumber(1, 1_000_000_000_000).meta({ description: "Tokens per period." }),
    period: z
      .enum(["Hourly", "Daily", "Weekly", "Monthly", "Yearly"])
      .meta({ description: "After which time the count starts again." }),
  })
  .meta({ id: "TokenQuota", description: "Token budget per period, beside the limit per minute." });

const requestQuota = z
  .strictObject({
    requests: wholeNumber(1).meta({ description: "Requests per period." }),
    period: z
      .enum(["Hourly", "Daily", "Weekly"])
      .meta({ description: "After which time the count starts again; weeks start on Monday, in UTC." }),
  })
  .meta({
    id: "RequestQuota",
    description:
      "Request budget per period. Only the tiers Developer and Premium of API Management count requests per period.",
  });

const requestsPerMinute = wholeNumber(1)
  .optional()
  .meta({ description: "Request limit. Every call counts, also one that is refused later on." });

const modelLimits = z
  .strictObject({
    tokensPerMinute: wholeNumber(1)
      .optional()
      .meta({ description: "Token limit of this consumer for this model, beside the one over all models." }),
    requestsPerMinute,
    tokenQuota: tokenQuota.optional(),
    requestQuota: requestQuota.optional(),
  })
  .meta({
    id: "ModelLimits",
    description:
      "What this consumer may use of one model. `{}`: no more than its limits over all models. Each model is counted by itself.",
  });

/** The name of a model, or all that are not named. */
const modelOrRest = formed(
  /^(\*|[A-Za-z0-9][A-Za-z0-9._-]+)$/,
  "the name of a model, or `*` for each one that is not named",
  1,
  64,
);

const keyNumber = (which: string) =>
  wholeNumber(1, 1_000_000)
    .default(1)
    .meta({ description: `Number of the ${which} key; another number makes a new key at the next update.` });

export const consumer = z
  .strictObject({
    class: z
      .enum(["critical", "standard", "batch"])
      .default("standard")
      .meta({ description: "`critical` always uses PTU first; `standard` and `batch` leave headroom." }),
    tokensPerMinute: wholeNumber(1).meta({ description: "Token limit of this consumer over all models." }),
    requestsPerMinute,
    tokenQuota: tokenQuota.optional(),
    requestQuota: requestQuota.optional(),
    models: z
      .union([z.record(modelOrRest, modelLimits), z.array(modelName).min(1)])
      .register(allowed, {
        allowed:
          "a list of models, or a mapping from models to their limits, such as `gpt-5.4: { tokensPerMinute: 10000 }`",
      })
      .optional()
      .meta({
        description:
          "The models that this consumer may call: a list, or a mapping with the limits of each, where `*` stands for every model that is not named. Left out: all.",
      }),
    residency: residency.optional(),
    stateful: stateful.optional().meta({
      description:
        "What this consumer may keep in one account, at most what the fleet's `stateful` says. Left out: `responses`, or what the fleet has if that is less. `files` and `all` show it what all others keep there, and reach models that `models` does not list.",
    }),
    ...identities,
    keys: z
      .strictObject({
        primary: keyNumber("primary"),
        secondary: keyNumber("secondary"),
      })
      .optional()
      .meta({
        description:
          "Which of its primary and secondary keys the consumer has by now. `fleet key CONSUMER --rotate` counts them up.",
      }),
  })
  .meta({
    id: "Consumer",
    description:
      "A team or application that calls the fleet: one subscription of the gateway, with two keys.",
  });
