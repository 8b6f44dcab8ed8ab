import type { ArmResource, WorldView } from "./world";

/** The values that Azure keeps but never shows in a resource, such as subscription keys. */
export type SecretValues = Readonly<Record<string, string>>;

/** A world that can change. Only {@link ResourceManager} does so; everything that judges takes the {@link WorldView}. */
export interface World extends WorldView {
  all(): readonly ArmResource[];
  put(resource: ArmResource): void;
  /** Removes the resource and everything below it for good. */
  remove(id: string): void;
  /** Hides the resource and everything below it, but keeps it: name, subdomain and quota stay taken. */
  softDelete(id: string): void;
  /** The soft-deleted resource with this very id. */
  findSoftDeleted(id: string): ArmResource | undefined;
  /** Everything soft-deleted below the id. */
  softDeletedBelow(id: string): readonly ArmResource[];
  /** Brings back the resource; `children` says whether what was below it comes back too. */
  restore(id: string, children: boolean): void;
  /** Forgets a soft-deleted resource with everything below it. */
  purge(id: string): void;

  /** Random text, made once per world, from which its keys are derived. */
  readonly seed: string;
  secrets(id: string): SecretValues | undefined;
  setSecrets(id: string, values: SecretValues | undefined): void;

  /** Takes over what was changed from outside, e.g. by a person in the folder's files. */
  reload(): void;
}
