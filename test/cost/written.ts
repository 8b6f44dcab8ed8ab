import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Writes a file in a folder of its own, which goes with the tests. */
export function writeBeside(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "fleet-cost-"));
  folders.push(folder);
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
