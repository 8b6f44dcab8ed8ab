import type { ArmError } from "../world";
import type { Change } from "./diff";
import type { Values } from "./wire";

/** What the engine asks of a provider, on plain values: the protocol's marks for secrets and unknowns are in `wire.ts`. */
export interface PackageProvider {
  /** The version of the installed npm package, which is what the program was written against. */
  readonly version: string;
  check(request: CheckRequest): CheckResult;
  diff(request: DiffRequest): readonly Change[];
  create(request: CreateRequest): Promise<{ id: string; outputs: Values }>;
  read(request: ReadRequest): Promise<{ outputs: Values; inputs: Values } | undefined>;
  update(request: UpdateRequest): Promise<Values>;
  delete(request: DeleteRequest): Promise<void>;
  invoke(token: string, args: Values): Promise<Values>;
  /** An engine run begins. */
  begin(): void;
  /** The engine gives up: whatever waits stops waiting. */
  cancel(): void;
}

export interface CheckRequest {
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly urn: string;
  readonly olds: Values;
  readonly news: Values;
  /** From the engine, so that a preview and the update that follows invent the same name. */
  readonly seed: Uint8Array;
  readonly proposedName: string | undefined;
}

export interface CheckResult {
  readonly inputs: Values;
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
}

export interface DiffRequest {
  readonly type: string;
  readonly olds: Values;
  readonly news: Values;
}

export interface CreateRequest {
  readonly type: string;
  readonly inputs: Values;
  readonly preview: boolean;
}

export interface ReadRequest {
  readonly type: string;
  readonly id: string;
  /** Empty for an import. */
  readonly inputs: Values;
  readonly outputs: Values;
}

export interface UpdateRequest {
  readonly type: string;
  readonly id: string;
  readonly oldInputs: Values;
  readonly oldOutputs: Values;
  readonly inputs: Values;
  readonly preview: boolean;
}

export interface DeleteRequest {
  readonly type: string;
  readonly id: string;
  /** What the resource was last written with. */
  readonly oldInputs: Values;
}

/** A request that failed for a reason that the person at the keyboard can act on. */
export class ProviderFailure extends Error {
  override readonly name = "ProviderFailure";

  constructor(
    message: string,
    /** Set when the resource exists all the same: the engine keeps it in its state and mends it next time. */
    readonly begun?: { readonly id: string; readonly outputs: Values; readonly inputs: Values },
  ) {
    super(message);
  }
}

/** In the words that azure-native uses for Azure's answers. */
export function armMessage(error: ArmError): string {
  return `Status=${error.status} Code="${error.code}" Message="${error.message}"`;
}
