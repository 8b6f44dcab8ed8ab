import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Handlebars from "handlebars";
import * as literals from "./literals";

/** Where the templates are, and how messages name that folder. */
const FOLDER = join(__dirname, "..", "..", "policies");

/** The context that every value goes through. A template without one of these around a value does not load. */
const helpers: Readonly<Record<string, (value: never, options: Handlebars.HelperOptions) => string>> = {
  attribute: (value: string) => literals.attributeLiteral(text(value)),
  text: (value: string) => literals.textLiteral(text(value)),
  cs: (value: string) => literals.csharpString(text(value)),
  comment: (value: string | number) =>
    literals.commentText(typeof value === "number" ? literals.wholeNumber(value) : text(value)),
  named: (value: string) => literals.namedValue(text(value)),
  id: (value: string) => literals.entityId(text(value)),
  integer: (value: number) => literals.wholeNumber(value),
  /** The code of `set-status`, quotes included: a number, or C# of a template that computes it. */
  status: (value: number | string) =>
    typeof value === "number" ? `"${literals.wholeNumber(value)}"` : `'@(${text(value)})'`,
  json: (value: unknown, options) => literals.jsonLiteral(value, Number(options.hash.indent ?? 0)),
  /** A word of ours, such as a reason phrase: letters and spaces only, so that no data can pass for one. */
  token: (value: string) => word(text(value)),
  /** C# that a template or the renderer wrote: never data. Well-formed in an attribute and in text. */
  expression: (value: string) => text(value).replace(/&/g, "&amp;").replace(/</g, "&lt;"),
};

/** One template, ready to be filled. */
export type Template = (view: object) => string;

/** The templates by their path below `policies/`, without `.xml.hbs`: `fragments/attempt`. */
export type Templates = ReadonlyMap<string, Template>;

let loaded: Templates | undefined;

/** The templates of the project, read once. */
export function policyTemplates(): Templates {
  loaded ??= readTemplates(FOLDER);
  return loaded;
}

/** @throws Error naming the template and line when one writes a value without a context */
export function readTemplates(folder: string): Templates {
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers))
    handlebars.registerHelper(name, helper as Handlebars.HelperDelegate);
  const options: CompileOptions = {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
  };
  const read = (kind: string) =>
    readdirSync(join(folder, kind))
      .filter((file) => file.endsWith(".xml.hbs"))
      .sort()
      .map((file) => {
        const source = readFileSync(join(folder, kind, file), "utf8");
        refuseBareValues(source, `policies/${kind}/${file}`);
        return { name: basename(file, ".xml.hbs"), source };
      });
  for (const { name, source } of read("partials"))
    handlebars.registerPartial(name, handlebars.compile(source, options));
  const templates = new Map<string, Template>();
  for (const kind of ["apis", "fragments", "products"]) {
    for (const { name, source } of read(kind)) {
      const fill = handlebars.compile<object>(source, options);
      templates.set(`${kind}/${name}`, (view) => withoutBlankLines(fill(view)));
    }
  }
  return templates;
}

function refuseBareValues(source: string, file: string): void {
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = function (statement: hbs.AST.MustacheStatement) {
    const name = (statement.path as hbs.AST.PathExpression).original;
    if (!(name in helpers) || statement.params.length !== 1)
      throw new Error(
        `${file}:${statement.loc.start.line}: \`${name}\` is written without a context; wrap it in one of ${Object.keys(helpers).join(", ")}.`,
      );
    Handlebars.Visitor.prototype.MustacheStatement.call(this, statement);
  };
  visitor.accept(Handlebars.parse(source));
}

function withoutBlankLines(xml: string): string {
  return `${xml
    .split("\n")
    .filter((line) => line.trim() !== "")
    .join("\n")}\n`;
}

function text(value: unknown): string {
  if (typeof value !== "string")
    throw new Error(`A ${typeof value} was given where a template needs a text.`);
  return value;
}

function word(value: string): string {
  if (!/^[A-Za-z]+(?: [A-Za-z]+)*$/.test(value)) throw new Error(`\`${value}\` is no word of the templates.`);
  return value;
}
