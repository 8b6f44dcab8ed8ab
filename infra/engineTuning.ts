import * as pulumi from "@pulumi/pulumi";

/**
 * The SDK takes a stack trace for each of the many promises behind a resource (`runtime/debuggable`), and the whole stack
 * for the place of the resource (`resource`), and the TypeScript loader maps each of their frames to its source. In a
 * large fleet that costs more than everything else together, and nobody sees the result.
 */
const bookkeeping = /[\\/]@pulumi[\\/]pulumi[\\/](runtime[\\/]debuggable|resource)\.js$/;

/** Frames kept in a stack trace: each of those traces costs by the frame, and a defect still shows where it happened. */
const STACK_FRAMES = 3;

/** Backends from which a fleet is so large that even these cost seconds: it keeps none. */
const LARGE_FLEET = 300;

/** `azure-native:apimanagement/v20210401preview:Backend` */
const versionedType = /^azure-native:[A-Za-z]+\/v\d{8}[a-z]*:/;

/**
 * Makes large stacks fast. azure-native gives each resource 9 to 45 aliases of its older API versions, for states that
 * were written by provider versions before 3; they cost two thirds of the time and half the memory of a preview, and a
 * fleet that began with version 3 has no use for them.
 *
 * Call it before the first resource. A stack that does hold such old state sets `aoai-fleet:keepVersionAliases: true`
 * for one update.
 */
export function tuneEngine({
  keepVersionAliases = false,
  backends = 0,
}: {
  readonly keepVersionAliases?: boolean;
  /** Number of backends in the plan, the measure of the fleet's size. */
  readonly backends?: number;
} = {}): void {
  Error.stackTraceLimit = backends < LARGE_FLEET ? STACK_FRAMES : 0;
  skipUnseenTraces();
  if (!keepVersionAliases) pulumi.runtime.registerStackTransformation(withoutVersionAliases);
}

/** Leaves the SDK's own traces unmapped; an error that somebody will see, which has a message, is shown as before. */
function skipUnseenTraces(): void {
  const show = Error.prepareStackTrace;
  // Without the loader's hook the engine formats traces itself, which is quick.
  if (show === undefined) return;
  Error.prepareStackTrace = (error, frames) =>
    error.message === "" && bookkeeping.test(frames[0]?.getFileName() ?? "") ? "Error" : show(error, frames);
}

/** Exported for tests. Aliases of other kinds, such as a former name, stay. */
export const withoutVersionAliases: pulumi.ResourceTransformation = ({ props, opts }) => {
  const { aliases } = opts;
  if (!Array.isArray(aliases) || aliases.length === 0) return undefined;
  return { props, opts: { ...opts, aliases: aliases.filter((alias) => !isVersionAlias(alias)) } };
};

function isVersionAlias(alias: unknown): boolean {
  if (typeof alias !== "object" || alias === null) return false;
  const { type, ...rest } = alias as { type?: unknown };
  return typeof type === "string" && versionedType.test(type) && Object.keys(rest).length === 0;
}
