/** The world as Azure Resource Manager shows it: resource id → resource. */

/** A resource in ARM's own shape, whoever declared it. */
export interface ArmResource {
  /** Full resource id, in the spelling of its creation. Ids are compared without regard to case. */
  readonly id: string;
  readonly name: string;
  /** E.g. `Microsoft.ApiManagement/service/backends`. */
  readonly type: string;
  readonly location?: string;
  readonly kind?: string;
  readonly sku?: Readonly<Record<string, unknown>>;
  readonly identity?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly zones?: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Azure's refusal of a request: the HTTP status, the code and the text that Azure itself uses. */
export interface ArmError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Reads the world. Everything that judges a request takes only this. */
export interface WorldView {
  get(id: string): ArmResource | undefined;
  /** Resources whose id lies below `id`, at any depth. */
  below(id: string): readonly ArmResource[];
  ofType(type: string): readonly ArmResource[];
  /** Soft-deleted resources hold their name and quota until purged or restored. */
  softDeleted(type: string): readonly ArmResource[];
}
