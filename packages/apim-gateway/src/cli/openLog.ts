import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import type { WriteLine } from "../observe/lineWriter";
import { err } from "./terminal";

/**
 * Writes lines to a file, or to standard output for `-`. A line waits until the one before it has gone. What goes wrong
 * later is told once, and requests go on.
 *
 * @returns what is wrong with the file, in words
 */
export async function openLog(file: string): Promise<WriteLine | string> {
  if (file === "-") return writeTo(process.stdout);
  const stream = createWriteStream(file, { flags: "a" });
  try {
    // A pipe is open when somebody reads it, which may be later.
    if (!isPipe(file)) await once(stream, "open");
  } catch (error) {
    return `The log ${file} cannot be written (${(error as NodeJS.ErrnoException).code}). Name a file in a folder that is there with --log, or - for standard output.\n`;
  }
  let told = false;
  stream.on("error", (error) => {
    if (!told)
      err(`The log ${file} cannot be written any more: ${error.message}. Requests go on without it.\n`);
    told = true;
  });
  return writeTo(stream);
}

const writeTo =
  (stream: NodeJS.WritableStream): WriteLine =>
  (line) => {
    if (!stream.writable) throw new Error("The log is closed.");
    return stream.write(`${line}\n`) ? undefined : once(stream, "drain").then(() => {});
  };

const isPipe = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFIFO() ?? false;
