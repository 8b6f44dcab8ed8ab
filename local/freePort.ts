import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

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

/** Listens at a port of an address of this machine. @param port 0: any that is free @returns the port */
export const listenAt = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      done((server.address() as AddressInfo).port);
    });
  });
