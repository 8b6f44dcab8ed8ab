/** What Azure's models and capacities APIs (2025-06-01) answer, as far as it is read. */

export interface ModelAnswer {
  /** Of the account that may deploy it: `OpenAI`, `AIServices`. A model is listed once for each. */
  readonly kind?: string;
  readonly model?: {
    readonly format?: string;
    readonly name?: string;
    readonly version?: string;
    readonly lifecycleStatus?: string;
    readonly deprecation?: { readonly inference?: string };
    readonly replacementConfig?: { readonly targetModelName?: string; readonly targetModelVersion?: string };
    readonly capabilities?: Readonly<Record<string, string>>;
    readonly skus?: readonly {
      readonly name?: string;
      readonly capacity?: { readonly minimum?: number; readonly step?: number };
    }[];
  };
}

export interface CapacityAnswer {
  readonly location?: string;
  readonly name?: string;
  readonly properties?: { readonly skuName?: string; readonly availableCapacity?: number };
}

/** All that was read: every region was asked, or there is nothing. */
export interface Answers {
  /** Region → its models. */
  readonly models: ReadonlyMap<string, readonly ModelAnswer[]>;
  /** `<model> <version>` → where it can be deployed. */
  readonly capacities: ReadonlyMap<string, readonly CapacityAnswer[]>;
}

export const versionKey = (model: string, version: string): string => `${model} ${version}`;

/** `East US 2` → `eastus2`. */
export const regionName = (location: string): string => location.toLowerCase().replace(/\s+/g, "");
