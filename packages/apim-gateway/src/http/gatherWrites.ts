import type { Socket } from "node:net";
import { sendAtTurnEnd } from "./turnEnd";

/**
 * Sends what a socket was given under a cork at the end of the turn of the event loop, together with what other sockets
 * were given: `node:http` and undici cork each message. A write wakes a peer that sleeps, which costs more than the
 * write itself; when the second of several writes comes, the peer is mostly still awake. A message that is alone in its
 * turn is sent as soon as without this.
 */
export function gatherWrites(socket: Socket): void {
  const uncork = socket.uncork.bind(socket);
  const end = socket.end.bind(socket) as (...given: unknown[]) => Socket;
  let isWaiting = false;
  let isEnding = false;
  const send = () => {
    isWaiting = false;
    uncork();
  };
  socket.uncork = () => {
    if (isEnding || socket.writableCorked !== 1) uncork();
    else if (!isWaiting) {
      isWaiting = true;
      sendAtTurnEnd(send);
    }
  };
  // The end takes the corks out itself and counts on it.
  socket.end = ((...given: unknown[]) => {
    isEnding = true;
    return end(...given);
  }) as Socket["end"];
}
