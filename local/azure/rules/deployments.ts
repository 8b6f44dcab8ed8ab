import type { Rule } from "../armRequest";
import { parentOf } from "../resourceId";
import { object, putOf, text } from "./refusals";

const DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments";

/** Which PAYG SKU processes where a PTU SKU does (azure-ai-docs: spillover-traffic-management.md). */
const SPILLOVER: Readonly<Record<string, string>> = {
  GlobalProvisionedManaged: "GlobalStandard",
  DataZoneProvisionedManaged: "DataZoneStandard",
  ProvisionedManaged: "Standard",
};

/** The target of a spillover is a standard deployment of the same account and processing level (same page; the texts are ours). */
export const spilloverFits: Rule = (world, request) => {
  const deployment = putOf(request, DEPLOYMENT);
  const name = text(deployment?.properties.spilloverDeploymentName);
  if (deployment === undefined || name === "") return undefined;
  const refuse = (message: string) => ({ status: 400, code: "InvalidSpilloverDeployment", message });
  const sku = text(deployment.sku?.name);
  const wanted = SPILLOVER[sku];
  if (wanted === undefined)
    return refuse(`Spillover is for provisioned deployments; '${deployment.name}' has the SKU '${sku}'.`);
  const target = world.get(`${parentOf(deployment.id)}/deployments/${name}`);
  if (target === undefined)
    return refuse(
      `The spillover deployment '${name}' of '${deployment.name}' does not exist in this account.`,
    );
  const found = text(target.sku?.name);
  if (found === wanted) return undefined;
  return refuse(
    `The spillover deployment '${name}' has the SKU '${found}'. A '${sku}' deployment can only spill over to '${wanted}'.`,
  );
};

/** A deployment of OpenAI in use as a spillover target stays (the text is ours; whether Azure checks it is not documented). */
export const spilloverTargetStays: Rule = (world, request) => {
  if (request.operation !== "delete" || request.resource.type !== DEPLOYMENT) return undefined;
  const users = world
    .below(parentOf(request.resource.id) ?? "")
    .filter(
      (other) =>
        other.type === DEPLOYMENT &&
        text(other.properties.spilloverDeploymentName).toLowerCase() === request.resource.name.toLowerCase(),
    );
  if (users.length === 0) return undefined;
  const names = users.map((user) => `'${user.name}'`).join(", ");
  return {
    status: 409,
    code: "SpilloverDeploymentInUse",
    message: `The deployment '${request.resource.name}' is the spillover deployment of ${names}. Change or delete those first.`,
  };
};

/** A deployment says how much it wants, and of which model (the texts are ours). */
export const deploymentIsComplete: Rule = (_world, request) => {
  const deployment = putOf(request, DEPLOYMENT);
  if (deployment === undefined) return undefined;
  const model = object(deployment.properties.model);
  if (text(model.name) === "" || text(model.format) === "") {
    return {
      status: 400,
      code: "InvalidResourceProperties",
      message: `The model of deployment '${deployment.name}' needs 'format' and 'name'.`,
    };
  }
  const capacity = deployment.sku?.capacity ?? 1;
  if (Number.isInteger(capacity) && Number(capacity) > 0) return undefined;
  return {
    status: 400,
    code: "InvalidCapacity",
    message: `The capacity of deployment '${deployment.name}' should be a positive integer, got ${capacity}.`,
  };
};

/** A content filter that is named must exist: Azure's own, or one of the account's (Azure/terraform-azurerm-avm-res-cognitiveservices-account#115; the text is ours). */
export const contentFilterExists: Rule = (world, request) => {
  const deployment = putOf(request, DEPLOYMENT);
  const name = text(deployment?.properties.raiPolicyName);
  if (deployment === undefined || name === "" || name.startsWith("Microsoft.")) return undefined;
  if (world.get(`${parentOf(deployment.id)}/raiPolicies/${name}`) !== undefined) return undefined;
  return {
    status: 400,
    code: "InvalidResourceProperties",
    message: `The raiPolicyName '${name}' of deployment '${deployment.name}' does not exist in this account.`,
  };
};

/** The account where a model was trained is named by its id (reference of deployments, `model.sourceAccount`; the text is ours). */
export const sourceAccountIsAnId: Rule = (_world, request) => {
  const source = object(putOf(request, DEPLOYMENT)?.properties.model).sourceAccount;
  if (source === undefined) return undefined;
  const id =
    /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.CognitiveServices\/accounts\/[^/]+$/i;
  if (id.test(text(source))) return undefined;
  return {
    status: 400,
    code: "InvalidResourceProperties",
    message: `The sourceAccount '${source}' of deployment '${request.resource.name}' is not the id of an account.`,
  };
};
