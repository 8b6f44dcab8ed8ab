import { z } from "zod";
import { allowed } from "./allowed";
import { formed, slugName, text } from "./schemaValues";

/** The parts of the file about content filters. */

const threshold = z.enum(["low", "medium", "high", "off"]);

const side = (of: string) =>
  threshold.optional().meta({ description: `The severity for ${of}; left out: the base's.` });

/** How harmful a text must be to be stopped, on the way in and on the way out. */
const severity = (what: string) =>
  z
    .union([threshold, z.strictObject({ prompt: side("prompts"), completion: side("answers") })])
    .register(allowed, {
      allowed: "`low`, `medium`, `high` or `off`, or a mapping with the keys `prompt` and `completion`",
    })
    .optional()
    .meta({
      description: `${what}: what is stopped from this severity on; \`low\` is the strictest. \`off\` and \`high\` need Microsoft's approval.`,
    });

const check = (what: string) =>
  z
    .enum(["block", "annotate", "off"])
    .optional()
    .meta({ description: `${what}: stopped, only marked in the answer, or not looked for.` });

export const raiPolicy = z
  .strictObject({
    base: text(1, 64)
      .default("Microsoft.DefaultV2")
      .meta({ description: "Azure's filter that stands for whatever is not said here." }),
    mode: z.enum(["Blocking", "Asynchronous_filter"]).default("Blocking").meta({
      description:
        "`Blocking`: a stream waits for the filter; `Asynchronous_filter`: it is sent while the filter still looks.",
    }),
    hate: severity("Hate and unfairness"),
    sexual: severity("Sexual content"),
    violence: severity("Violence"),
    selfharm: severity("Self-harm"),
    jailbreak: check("Attempts of a prompt to break the rules"),
    indirectAttack: check("Attacks hidden in documents"),
    protectedText: check("Protected texts in answers"),
    protectedCode: check("Protected code in answers"),
    profanity: check("Profanity in answers"),
    blocklists: z
      .array(slugName(2, 64, "names"))
      .min(1)
      .optional()
      .meta({
        description: "Lists of `blocklists` whose terms are stopped, on the way in and on the way out.",
      }),
  })
  .meta({
    id: "RaiPolicy",
    description: "A content filter. It is made in every account whose deployments name it by `raiPolicy`.",
  });

export const blocklist = z
  .strictObject({
    description: text(1, 256).optional().meta({ description: "What the list is for." }),
    terms: z
      .array(text(1, 1000))
      .min(1)
      .optional()
      .meta({ description: "Words and phrases that are stopped as they are." }),
    patterns: z
      .array(text(1, 1000))
      .min(1)
      .optional()
      .meta({ description: "Regular expressions of what is stopped." }),
  })
  .meta({ id: "Blocklist", description: "Terms that content filters stop." });

export const policyName = formed(
  /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  "the name of a content filter: 2 to 64 letters, digits, `_` and `-`",
  2,
  64,
);
