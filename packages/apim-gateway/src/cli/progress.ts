import { printable } from "../text/printable";
import { cut } from "../text/table";

/** What is under way, for who waits. */
export interface Progress {
  show(text: string): void;
  /** Takes it off the screen, before something else is printed. */
  clear(): void;
}

/** Milliseconds until a log, which keeps every line, is told again. */
const RARELY = 10_000;

/** One line that is written over on a terminal; in a log a line now and then. */
export function createProgress(
  stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
  now: () => number,
): Progress {
  let told = now();
  let shown = false;
  return {
    show(text) {
      if (stream.isTTY === true) {
        stream.write(`\r\u001b[2K${cut(printable(text), (stream.columns ?? 80) - 1)}`);
        shown = true;
      } else if (now() - told >= RARELY) {
        told = now();
        stream.write(`${printable(text)}\n`);
      }
    },
    clear() {
      if (shown) stream.write("\r\u001b[2K");
      shown = false;
    },
  };
}
