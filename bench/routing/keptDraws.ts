import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { DrawResult } from "./runDraw";

/** What a draw comes to depends on nothing else of the program. */
const SOURCES = [
  "bench/routing",
  "infra",
  "local/accounts/admission",
  "local/simulation",
  "packages/apim-gateway/src",
  "policies",
];
const SOURCE_FILE = /\.(ts|json|cs|hbs)$/;

/** What is to be drawn cannot be kept there, in a sentence. */
export class KeepError extends Error {
  override readonly name = "KeepError";
}

/**
 * The draws of a search in a file, a line each, so that a search can be ended and gone on with, or done in parts. Those that
 * another state of the program has drawn stay in it and are not used.
 */
export class KeptDraws {
  /** By seed. */
  readonly results = new Map<number, DrawResult>();
  /** Lines of another state of the program. */
  readonly others: number = 0;

  /**
   * @param state of the program: a line of another one is not used
   * @throws KeepError when the file cannot be read
   */
  constructor(
    private readonly file: string,
    private readonly state: string,
  ) {
    for (const line of existsSync(file) ? this.read().split("\n") : []) {
      const kept = parse(line);
      if (kept === undefined) continue;
      if (kept.state === state) this.results.set(kept.draw.seed, kept.draw);
      else this.others++;
    }
  }

  /** @throws KeepError when nothing can be written there */
  add(draw: DrawResult): void {
    this.results.set(draw.seed, draw);
    try {
      // The line break comes first too: what another process was killed in the middle of is a line of its own.
      appendFileSync(this.file, `\n${JSON.stringify({ state: this.state, draw })}\n`);
    } catch (error) {
      throw new KeepError(`Draws cannot be kept in \`${this.file}\`: ${(error as Error).message}.`);
    }
  }

  private read(): string {
    try {
      return readFileSync(this.file, "utf8");
    } catch (error) {
      throw new KeepError(`Draws cannot be kept in \`${this.file}\`: ${(error as Error).message}.`);
    }
  }
}

/** Tells states of the program apart, as far as draws depend on it. */
export function stateOfProgram(root = path.resolve(__dirname, "../..")): string {
  const hash = createHash("sha256");
  const files = SOURCES.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.posix.join(folder, file),
    ),
  );
  for (const file of files.filter((name) => SOURCE_FILE.test(name)).sort())
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

function parse(line: string): { readonly state: string; readonly draw: DrawResult } | undefined {
  try {
    const { state, draw } = JSON.parse(line) as { state?: unknown; draw?: DrawResult };
    return typeof state === "string" && typeof draw?.seed === "number" ? { state, draw } : undefined;
  } catch {
    // Half a line: its process was killed.
    return undefined;
  }
}
