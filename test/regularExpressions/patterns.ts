import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../..");

/** A regular expression of the source. */
export interface Pattern {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

export interface Found {
  readonly literals: readonly Pattern[];
  /** Files that put one together at run time. */
  readonly made: ReadonlySet<string>;
}

export const asText = ({ source, flags }: Pick<Pattern, "source" | "flags">) => `/${source}/${flags}`;

/** All of the TypeScript and JavaScript below these folders. */
export function findPatterns(folders: readonly string[]): Found {
  const literals: Pattern[] = [];
  const made = new Set<string>();
  for (const file of folders.flatMap((folder) => sourcesOf(join(root, folder)))) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        const end = node.text.lastIndexOf("/");
        literals.push({
          place: `${relative(root, file)}:${line + 1}`,
          source: node.text.slice(1, end),
          flags: node.text.slice(end + 1),
        });
      } else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression))
        made.add(relative(root, file));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { literals, made };
}

const isRegExp = (node: ts.Node) => ts.isIdentifier(node) && node.text === "RegExp";

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("node_modules"))
    .sort();
}
