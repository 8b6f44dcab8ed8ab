import { derivedKey } from "../keys";
import { armId } from "../mapping";
import type { PlainObject } from "../paths";
import { isRegistered, missingRegistration, namespaceOf } from "../rules/registration";
import type { WorldSettings } from "../settings";
import type { ResourceType } from "../types/resourceType";
import { findByToken } from "../types/resourceTypes";
import type { ArmError, ArmResource } from "../world";
import type { World } from "../worldStore";
import { armMessage, ProviderFailure } from "./packageProvider";
import { secret, type Values } from "./wire";

export interface InvokeContext {
  readonly world: World;
  readonly settings: WorldSettings;
  readonly outputs: (type: ResourceType, resource: ArmResource) => PlainObject;
}

/** Functions of azure-native: who runs Pulumi, `get…` of every known type, and the keys of accounts and subscriptions. */
export function invokeFunction(token: string, args: PlainObject, context: InvokeContext): Values {
  const [, module = "", name = ""] = token.split(":");
  if (token === "azure-native:authorization:getClientConfig") {
    const { subscriptionId, tenantId, principals } = context.settings;
    return { subscriptionId, tenantId, objectId: principals[0] ?? "", clientId: principals[0] ?? "" };
  }
  if (token === "azure-native:cognitiveservices:listAccountKeys") return accountKeys(args, context);
  if (token === "azure-native:apimanagement:listSubscriptionSecrets")
    return subscriptionSecrets(args, context);
  const type = name.startsWith("get") ? findByToken(`azure-native:${module}:${name.slice(3)}`) : undefined;
  if (type === undefined) {
    throw new ProviderFailure(
      `the local Azure has no function \`${token}\`. Add it to local/azure/provider/invokes.ts.`,
    );
  }
  const resource = existing(type, args, context);
  return { ...context.outputs(type, resource), id: resource.id };
}

function existing(type: ResourceType, args: PlainObject, context: InvokeContext): ArmResource {
  const id = armId(type, args, context.settings);
  // Azure Resource Manager asks before the provider does. Of reads that is not documented.
  const namespace = namespaceOf(type.arm);
  if (!isRegistered(context.settings.providers, namespace)) throw refused(missingRegistration(namespace));
  const resource = context.world.get(id);
  if (resource !== undefined) return resource;
  throw refused({
    status: 404,
    code: "ResourceNotFound",
    message: `The Resource '${type.arm}/${type.path.map((name) => args[name]).join("/")}' under resource group '${args.resourceGroupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  });
}

/** Azure refuses to list keys that are switched off; its text is quoted from memory. */
function accountKeys(args: PlainObject, context: InvokeContext): Values {
  const account = existing(
    findByToken("azure-native:cognitiveservices:Account") as ResourceType,
    args,
    context,
  );
  if (account.properties.disableLocalAuth === true) {
    throw refused({
      status: 400,
      code: "BadRequest",
      message: "Failed to list key. disableLocalAuth is set to be true",
    });
  }
  const key = (purpose: string) => secret(derivedKey(context.world.seed, account.id, purpose));
  return { key1: key("key1"), key2: key("key2") };
}

function subscriptionSecrets(args: PlainObject, context: InvokeContext): Values {
  const subscription = existing(
    findByToken("azure-native:apimanagement:Subscription") as ResourceType,
    args,
    context,
  );
  const values = context.world.secrets(subscription.id) ?? {};
  return { primaryKey: secret(values.primaryKey), secondaryKey: secret(values.secondaryKey) };
}

function refused(error: ArmError): ProviderFailure {
  return new ProviderFailure(armMessage(error));
}
