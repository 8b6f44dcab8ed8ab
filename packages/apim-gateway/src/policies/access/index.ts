import type { PolicyDefinition } from "../../pipeline/policy";
import { authenticationBasic } from "./authenticationBasic";
import { authenticationCertificate } from "./authenticationCertificate";
import { authenticationManagedIdentity } from "./authenticationManagedIdentity";
import { checkHeader } from "./checkHeader";
import { cors } from "./cors";
import { ipFilter } from "./ipFilter";
import { outOfReach } from "./outOfReach";
import { validateAzureAdToken } from "./validateAzureAdToken";
import { validateClientCertificate } from "./validateClientCertificate";
import { validateJwt } from "./validateJwt";

/** Who may call, and as whom the gateway calls. */
export const access: readonly PolicyDefinition[] = [
  authenticationManagedIdentity,
  authenticationBasic,
  authenticationCertificate,
  checkHeader,
  ipFilter,
  cors,
  validateJwt,
  validateAzureAdToken,
  validateClientCertificate,
  ...outOfReach,
];
