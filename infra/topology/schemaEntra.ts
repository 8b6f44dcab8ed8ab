import { z } from "zod";
import { allowed } from "./allowed";
import { formed, guid } from "./schemaValues";

/** The parts of the file about Microsoft Entra ID: whose tokens are accepted, and which consumer a token stands for. */

const audience = formed(
  /^\S+$/,
  "an audience: an application id URI or client id of up to 256 characters without blanks",
  1,
  256,
);

export const entra = z
  .strictObject({
    tenantId: z
      .union([guid(), z.array(guid()).min(1).max(20)])
      .register(allowed, {
        allowed: "a GUID, such as `11111111-2222-3333-4444-555555555555`, or a list of up to 20",
      })
      .meta({ description: "Tenant whose tokens are accepted, or a list of tenants." }),
    audience: z
      .union([audience, z.array(audience).min(1).max(20)])
      .register(allowed, {
        allowed: "an application id URI or client id without blanks, or a list of up to 20",
      })
      .meta({
        description:
          "Audience that tokens must carry, or a list of which they carry one: the application id URI in tokens of version 1, the client id in those of version 2.",
      }),
    require: z.enum(["either", "key", "token", "both"]).default("either").meta({
      description:
        "What a caller must send. `either`: the consumer's key or a token (a key goes first); `key`: tokens are not accepted, as in an environment for experiments; `token`: keys are not accepted, so that nothing long-lived opens the gateway; `both`: the key, and a token of the same consumer, so that neither is enough when it is stolen.",
    }),
  })
  .meta({
    id: "Entra",
    description:
      "Accept Microsoft Entra tokens. A consumer is found by its `entraApplications`, then `entraRoles`, then `entraGroups`; of several that fit, the one whose key came with the token, else by class (critical first) and name.",
  });

/** What tokens identify a consumer by. */
export const identities = {
  entraApplications: z
    .array(guid())
    .min(1)
    .optional()
    .meta({ description: "Client ids of the applications whose Entra tokens identify this consumer." }),
  entraRoles: z
    .array(formed(/^\S+$/, "the value of an app role: up to 120 characters without blanks", 1, 120))
    .min(1)
    .optional()
    .meta({
      description:
        "App roles (their values) that identify this consumer. The application of the audience defines them; each tenant's administrators assign them.",
    }),
  entraGroups: z.array(guid()).min(1).optional().meta({
    description:
      "Object ids of groups whose members are this consumer. Tokens must hold groups; beyond 200 of them Entra leaves the list out, and the caller is told so.",
  }),
};
