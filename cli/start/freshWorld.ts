import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { FolderWorld } from "../../local/azure/folderWorld";

/**
 * An empty world in the place of an earlier one, with its seed: the same seed makes the same names and keys, so what was
 * pasted from an earlier start goes on working.
 */
export function freshWorld(folder: string): FolderWorld {
  const seed = earlierSeed(folder);
  rmSync(folder, { recursive: true, force: true });
  return seed === undefined ? FolderWorld.open(folder) : FolderWorld.open(folder, () => seed);
}

/** `undefined`: there is none that could be read. */
function earlierSeed(folder: string): string | undefined {
  try {
    return FolderWorld.seedOf(folder);
  } catch {
    return undefined;
  }
}

/** Bytes that follow from a seed, for each resource its own: one more beside it changes no other's. */
export function bytesOf(seed: string): (count: number, resource: string) => Uint8Array {
  const streams = new Map<string, (count: number) => Uint8Array>();
  return (count, resource) => {
    const stream = streams.get(resource) ?? streamOf(`${seed} ${resource}`);
    streams.set(resource, stream);
    return stream(count);
  };
}

function streamOf(seed: string): (count: number) => Uint8Array {
  let block = 0;
  let left = Buffer.alloc(0);
  return (count) => {
    while (left.length < count)
      left = Buffer.concat([left, createHash("sha512").update(`${seed} ${block++}`).digest()]);
    const taken = left.subarray(0, count);
    left = left.subarray(count);
    return taken;
  };
}
