import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Property, Shape } from "./declaredShape";

/** What one resource class of an installed Pulumi package takes and gives. */
export interface DeclaredResource {
  readonly inputs: Shape & { readonly kind: "object" };
  /** Output names; `true` where the package says that there is always a value. */
  readonly outputs: ReadonlyMap<string, boolean>;
}

const ANY: Shape = { kind: "any" };
const COMMENTS = /\/\*\*[\s\S]*?(?:\*\/|$)/g;

/**
 * Reads the type declarations of an installed package (`@pulumi/azure-native`, `@pulumi/random`). They are generated,
 * so their form is regular, and reading them keeps the local Azure in step with whatever version is installed.
 */
export class PackageTypes {
  private readonly folder: string;
  private readonly resources = new Map<string, DeclaredResource | undefined>();
  private readonly shapes = new Map<string, Shape>();
  private inputTypes: string | undefined;

  constructor(packageName: string) {
    this.folder = dirname(require.resolve(`${packageName}/package.json`));
  }

  get version(): string {
    return (JSON.parse(readFileSync(join(this.folder, "package.json"), "utf8")) as { version: string })
      .version;
  }

  /** @param token e.g. `azure-native:apimanagement:Backend` or `random:index/randomString:RandomString` */
  find(token: string): DeclaredResource | undefined {
    if (!this.resources.has(token)) this.resources.set(token, this.read(token));
    return this.resources.get(token);
  }

  private read(token: string): DeclaredResource | undefined {
    const [, module = "", name = ""] = token.split(":");
    const base = module.split("/")[0] as string;
    const folder = base === "index" ? this.folder : join(this.folder, base);
    const file = join(folder, `${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`);
    if (!/^\w+$/.test(name) || !/^\w+$/.test(base) || !existsSync(file)) return undefined;
    const text = readFileSync(file, "utf8").replace(COMMENTS, "");
    const inputs = this.objectShape(body(text, `interface ${name}Args {`) ?? "");
    const outputs = new Map<string, boolean>();
    for (const [, key = "", type = ""] of (body(text, `class ${name} extends`) ?? "").matchAll(
      /readonly (\w+): pulumi\.Output<([^;]*(?:;[^;}]*\})?[^;]*)>;/g,
    )) {
      outputs.set(key, !/\|\s*undefined\s*$/.test(type));
    }
    return { inputs, outputs };
  }

  private objectShape(text: string): Shape & { kind: "object" } {
    const properties = new Map<string, Property>();
    for (const [, name = "", optional, type = ""] of text
      .replace(COMMENTS, "")
      .matchAll(/(?:^|\n)[ \t]*"?(\w+)"?(\?)?:\s*((?:\{[^}]*\}|[^;{])*);/g)) {
      properties.set(name, { required: optional === undefined, shape: this.typeShape(type) });
    }
    return { kind: "object", properties };
  }

  private typeShape(type: string): Shape {
    const text = type
      .replace(/pulumi\.Input</g, "")
      .replace(/>/g, "")
      .replace(/\|\s*undefined/g, "")
      .trim();
    const map = /^\{\s*\[key: string\]:([\s\S]*)\}$/.exec(text)?.[1];
    if (map !== undefined) return { kind: "map", items: this.typeShape(map.trimEnd().replace(/;$/, "")) };
    if (text.endsWith("[]")) return { kind: "list", items: this.typeShape(text.slice(0, -2)) };
    const alternatives = text.split("|").map((item) => item.trim());
    if (alternatives.length === 1 && text.startsWith("inputs."))
      return this.reference(text.slice("inputs.".length));
    if (alternatives.some((item) => item.startsWith("inputs."))) return ANY;
    if (alternatives.every((item) => item === "string" || item.startsWith("enums.") || item.startsWith('"')))
      return { kind: "text" };
    if (text === "number" || text === "boolean") return { kind: text };
    return ANY;
  }

  private reference(name: string): Shape {
    const known = this.shapes.get(name);
    if (known !== undefined) return known;
    // Stands in while the type is being read: declarations may be recursive.
    this.shapes.set(name, ANY);
    this.inputTypes ??= readFileSync(join(this.folder, "types", "input.d.ts"), "utf8");
    const [module = "", type = ""] = name.split(".");
    const start = this.inputTypes.indexOf(`export declare namespace ${module} {`);
    const text = start < 0 ? undefined : body(this.inputTypes, `    interface ${type} {`, start, "\n    }");
    const shape = text === undefined ? ANY : this.objectShape(text);
    this.shapes.set(name, shape);
    return shape;
  }
}

/** The text between an opening line and its closing brace. */
function body(text: string, opening: string, from = 0, closing = "\n}"): string | undefined {
  const start = text.indexOf(opening, from);
  return start < 0 ? undefined : text.slice(text.indexOf("{", start) + 1, text.indexOf(closing, start) + 1);
}
