import type { PolicyFamily } from "../../pipeline/policy";
import { authenticationBasic } from "./authenticationBasic";
import { authenticationManagedIdentity } from "./authenticationManagedIdentity";
import { checkHeader } from "./checkHeader";
import { cors } from "./cors";
import { ipFilter } from "./ipFilter";
import { outOfReach } from "./outOfReach";
import { accessSettings } from "./settings";
import { validateAzureAdToken } from "./validateAzureAdToken";
import { validateJwt } from "./validateJwt";

/** Who may call, and as whom the gateway calls. */
export const access: PolicyFamily = {
  policies: [
    authenticationManagedIdentity,
    authenticationBasic,
    checkHeader,
    ipFilter,
    cors,
    validateJwt,
    validateAzureAdToken,
    ...outOfReach,
  ],
  settings: accessSettings,
};
