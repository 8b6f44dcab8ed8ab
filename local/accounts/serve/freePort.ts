/** How many ports after the first one are tried. */
const TRIES = 100;

/**
 * Does something at a port, or at the next one that nobody has.
 *
 * @param first 0: any that is free
 * @throws what `listen` throws, where it is not about the port being taken
 */
export async function atFreePort<T>(first: number, listen: (port: number) => Promise<T>): Promise<T> {
  for (let port = first; ; port++) {
    try {
      return await listen(port);
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!isTaken || first === 0 || port >= first + TRIES) throw error;
    }
  }
}
