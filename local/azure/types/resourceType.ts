import type { WorldSettings } from "../settings";
import type { ArmResource, WorldView } from "../world";

/** What is at hand when Azure completes a resource with values of its own. */
export interface Completion {
  readonly world: WorldView;
  readonly settings: WorldSettings;
  /** Of {@link World.seed}. */
  readonly seed: string;
  readonly now: Date;
  readonly existing: ArmResource | undefined;
}

/**
 * One row of the table between `@pulumi/azure-native` and Azure Resource Manager. Which inputs exist, and of which
 * type, is not repeated here: that is read from the installed package (see `declared/`).
 */
export interface ResourceType {
  /** E.g. `azure-native:apimanagement:Backend`. */
  readonly token: string;
  readonly arm: string;
  /** The version that azure-native 3.28 speaks for this token. */
  readonly apiVersion: string;
  /** The inputs that fill the id, in order; the last one is the resource's own name. */
  readonly path: readonly string[];
  /** Where the id starts: in a resource group, in the subscription, or at the resource that this input names. */
  readonly base: "resourceGroup" | "subscription" | { readonly input: string };
  /** What the resource is called when the program gives no name. @default "random" */
  readonly autoName?: "random" | "uuid" | "resource" | "policy";
  /** Whether the inputs have Azure's `properties` object themselves; else they are flattened into the inputs. */
  readonly nested?: boolean;
  /** Inputs beside `properties` in Azure's own shape. @default location, tags, sku, identity, kind, zones */
  readonly envelope?: readonly string[];
  /** Inputs that exist twice or only name the resource; Azure gets them by the id. */
  readonly ignored?: readonly string[];
  /** Lists whose items have `properties` of their own in Azure: dotted paths below `properties`. */
  readonly itemProperties?: readonly string[];
  /** Dotted paths of inputs that a resource cannot change in place, beside its path and location. */
  readonly replaceOn?: readonly string[];
  /** Lists whose order means nothing to Azure: dotted paths of inputs. */
  readonly unordered?: readonly string[];
  /** Inputs that Azure takes and never shows: dotted paths. */
  readonly writeOnly?: readonly string[];
  /** Inputs whose value is kept apart from the world, by property path below `properties`. */
  readonly secretInputs?: readonly string[];
  /** Outputs that are secret whoever asks: dotted paths. */
  readonly secretOutputs?: readonly string[];
  /** Dotted output paths that are only known after the creation, beside what the package declares. */
  readonly computed?: readonly string[];
  /** Whether Azure reports `provisioningState`. */
  readonly states?: boolean;
  /** Completes what the caller sent. Its result is what the world holds. */
  readonly complete?: (resource: ArmResource, completion: Completion) => ArmResource;
  /** Outputs that are derived whenever the resource is read, and stored nowhere: secrets above all. */
  readonly derived?: (resource: ArmResource, seed: string) => Readonly<Record<string, unknown>>;
}

export const ENVELOPE = ["location", "tags", "sku", "identity", "kind", "zones"] as const;

/** The resource with these properties where it has none of that name. */
export function withDefaults(
  resource: ArmResource,
  defaults: Readonly<Record<string, unknown>>,
): ArmResource {
  return { ...resource, properties: { ...defaults, ...resource.properties } };
}

/** The resource with these properties whatever it had. */
export function withProperties(
  resource: ArmResource,
  properties: Readonly<Record<string, unknown>>,
): ArmResource {
  return { ...resource, properties: { ...resource.properties, ...properties } };
}

/** The value that an existing resource already has, else a new one: what Azure sets once. */
export function once<T>(completion: Completion, property: string, make: () => T): T {
  return (completion.existing?.properties[property] as T | undefined) ?? make();
}
