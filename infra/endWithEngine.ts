/**
 * Ends the program when nobody reads its words any more: the engine is gone. Without this the SDK tells every failed call
 * to the engine on standard error, the broken pipe is an uncaught error, which it tells on standard error, and so on: a
 * program that outlives a killed engine takes a core and gigabytes of memory.
 *
 * @param exit must not return
 */
export function endWithEngine(
  streams: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr],
  exit: (code: number) => void = process.exit,
): void {
  for (const stream of streams) stream.on("error", () => exit(1));
}
