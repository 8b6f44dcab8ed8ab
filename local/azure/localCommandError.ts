/** A command that cannot be run here. The message says the way out; it is shown without a stack. */
export class LocalCommandError extends Error {
  override readonly name = "LocalCommandError";
}
