import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { GatewayProblem } from "../ports/problem";
import { identify } from "./identify";

export interface FolderContents {
  /** Text of each `.json` and `.xml` file by its path in the folder, with `/` between the parts, in alphabetical order. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly GatewayProblem[];
}

/** The largest file that is read, in bytes; a policy may have 256 KiB (documented). */
export const LARGEST_FILE = 4 * 1024 * 1024;
export const MOST_FILES = 50_000;
const DEEPEST = 40;

/** What the local Azure keeps beside its resources, and this gateway does not read. */
const skipped = new Set(["deleted", "settings.json"]);

/** What stands beside policies in a repository and never holds any. */
export const isPassedOver = (name: string) => name.startsWith(".") || name === "node_modules";

/**
 * Reads a folder of resources. Never throws: what cannot be read is a problem. Files and folders whose names start with
 * a dot are left out, as are `node_modules`, and links are followed only to places inside the folder.
 */
export function readFolder(folder: string): FolderContents {
  const reader = new FolderReader(folder);
  reader.readAll();
  return {
    texts: new Map([...reader.texts].sort(([a], [b]) => (a < b ? -1 : 1))),
    problems: reader.problems,
  };
}

class FolderReader {
  readonly texts = new Map<string, string>();
  readonly problems: GatewayProblem[] = [];
  private readonly templates: string[] = [];
  private root = "";
  private full = false;
  /** Real paths of folders behind links: links can make endless paths out of a few folders. */
  private readonly linked = new Set<string>();

  constructor(private readonly folder: string) {}

  readAll(): undefined {
    const stats = this.attempt("", () => statSync(this.folder));
    if (stats === undefined) return;
    if (!stats.isDirectory())
      return this.problem(
        "",
        "unreadable",
        stats.isFile() ? "This is a file. Give the folder that it lies in." : "This is not a folder.",
      );
    this.root = this.attempt("", () => realpathSync(this.folder)) ?? this.folder;
    this.visit("", new Set([this.root]));
    this.tellTemplates();
  }

  /** @param above real paths of the folders on the way here, against links that go round */
  private visit(path: string, above: ReadonlySet<string>): undefined {
    const names = this.attempt(path, () => readdirSync(join(this.folder, path), { withFileTypes: true }));
    if (path.split("/").length > DEEPEST)
      return this.problem(path, "too-deep", `Folders are nested more than ${DEEPEST} deep.`);
    for (const entry of (names ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (this.full) return;
      const { name } = entry;
      if (isPassedOver(name) || (path === "" && skipped.has(name))) continue;
      this.entry(path === "" ? name : `${path}/${name}`, entry, above);
    }
  }

  private entry(path: string, entry: Dirent, above: ReadonlySet<string>): undefined {
    const isText = /\.(json|xml)$/i.test(path);
    if (entry.isFile() && !isText) return this.template(path);
    const stats = this.attempt(path, () => statSync(join(this.folder, path)));
    if (stats === undefined) return;
    let real = "";
    if (entry.isSymbolicLink() || stats.isDirectory()) {
      real = this.attempt(path, () => realpathSync(join(this.folder, path))) ?? "";
      if (real === "") return;
      if (real !== this.root && !real.startsWith(`${this.root}${sep}`))
        return this.problem(path, "link-leaves-folder", "This link leads out of the folder.");
    }
    if (stats.isDirectory()) {
      if (above.has(real))
        return this.problem(path, "link-goes-round", "This link leads to a folder above it.");
      if (entry.isSymbolicLink()) {
        if (this.linked.has(real))
          return this.problem(path, "link-repeated", "Another link leads to the same folder.");
        this.linked.add(real);
      }
      this.visit(path, new Set([...above, real]));
    } else if (isText) this.file(path, stats);
  }

  /** Remembers a file that makes policies of something else: whoever checks the folder would think them checked. */
  private template(path: string): undefined {
    if (!/\.(?:tpl|tftpl|tf|bicep)$/i.test(path)) return;
    try {
      const file = join(this.folder, path);
      if (
        statSync(file).size <= LARGEST_FILE &&
        /<(?:policies|fragment)\s*>/.test(readFileSync(file, "utf8"))
      )
        this.templates.push(path);
    } catch {
      // Nobody asked for it.
    }
  }

  private tellTemplates(): undefined {
    const [file, ...others] = this.templates;
    if (file === undefined) return;
    const more =
      others.length === 0 ? "" : ` and in ${others.length} more file${others.length === 1 ? "" : "s"}`;
    this.problems.push({
      severity: "warning",
      rule: "policies-in-template",
      file,
      line: 1,
      column: 1,
      message: `Policies in templates and programs are not read: here${more}. Fill them in, write each into an \`.xml\` file, and check that.`,
    });
  }

  private file(path: string, stats: Stats): undefined {
    if (!stats.isFile()) return this.problem(path, "unreadable", "This is neither a file nor a folder.");
    if (stats.size > LARGEST_FILE)
      return this.unreadable(
        path,
        "too-large",
        `The file has ${stats.size} bytes; at most ${LARGEST_FILE} are read.`,
      );
    if (this.texts.size >= MOST_FILES) {
      this.full = true;
      return this.problem(path, "too-many-files", `There are more than ${MOST_FILES} files.`);
    }
    const bytes = this.attempt(path, () => readFileSync(join(this.folder, path)));
    if (bytes === undefined) return;
    try {
      this.texts.set(path, new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      this.unreadable(path, "encoding", "The file is not UTF-8. Save it as UTF-8.");
    }
  }

  /** A warning of a file that nothing but its contents could have made a resource. */
  private unreadable(path: string, rule: string, message: string): undefined {
    const isStranger = /\.json$/i.test(path) && identify(path, undefined).kind !== "resource";
    if (!isStranger) return this.problem(path, rule, message);
    this.problems.push({
      severity: "warning",
      rule,
      file: path,
      line: 1,
      column: 1,
      message: `${message} As its path does not say that it is a resource, it is passed over.`,
    });
  }

  private attempt<T>(path: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.problem(path, "unreadable", reasonOf(error, path === ""));
      return undefined;
    }
  }

  private problem(path: string, rule: string, message: string): undefined {
    const file = path === "" ? this.folder : path;
    this.problems.push({ severity: "error", rule, file, line: 1, column: 1, message });
  }
}

function reasonOf(error: unknown, isRoot: boolean): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const what = isRoot ? "The folder" : "This";
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: isRoot ? "There is no such folder." : "This leads nowhere, or it went away while it was read.",
    EACCES: `${what} may not be read: permission denied.`,
    EPERM: `${what} may not be read: permission denied.`,
    ELOOP: "This link leads to itself.",
    ENAMETOOLONG: "The path is too long.",
  };
  return reasons[code] ?? `${what} cannot be read (${code || "unknown error"}).`;
}
