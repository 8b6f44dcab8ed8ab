import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Handlebars from "handlebars";
import { type CsharpFile, csharpAttribute, readCsharp } from "./csharpFiles";
import * as literals from "./literals";
import { casts, variables, withVariables } from "./variables";

/** Where the templates are, and how messages name that folder. */
export const POLICIES_FOLDER = join(__dirname, "..", "..", "policies");

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
  expression: (value: string) => escaped(text(value)),
  /** An attribute's value that is C#, quotes included; `v.name` reads a variable with its type. */
  code: (value: string) => `'@(${escaped(withVariables(text(value)))})'`,
};

/** Helpers that need to know of the folder: `csharp` inserts a file, `when` is a `choose` with one branch. */
function folderHelpers(files: ReadonlyMap<string, CsharpFile>): typeof helpers {
  return {
    csharp(value: string, options: Handlebars.HelperOptions) {
      const { indent = 4, text: asText, ...given } = options.hash;
      const attribute = csharpAttribute(fileOf(files, text(value)), given, Number(indent));
      // As the text of an element it stands without quotes.
      return asText === true ? attribute.slice(1, -1) : attribute;
    },
    when(this: unknown, value: string, options: Handlebars.HelperOptions) {
      const content = options.fn(this);
      // As deep as the block's own line stands: its content is one step deeper.
      const pad = " ".repeat(Math.max(0, (/^ */.exec(content)?.[0].length ?? 0) - 2));
      const deeper = content.replace(/^(?=.)/gm, "  ");
      return `${pad}<choose>\n${pad}  <when condition=${helpers.code?.(value as never, options)}>\n${deeper}${pad}  </when>\n${pad}</choose>\n`;
    },
  } as typeof helpers;
}

function fileOf(files: ReadonlyMap<string, CsharpFile>, name: string): CsharpFile {
  const file = files.get(name);
  if (file === undefined)
    throw new Error(`There is no policies/csharp/${name}.cs; there are ${[...files.keys()].join(", ")}.`);
  return file;
}

/** One template, ready to be filled. */
export type Template = (view: object) => string;

/** The templates by their path below `policies/`, without `.xml.hbs`: `fragments/attempt`. */
export type Templates = ReadonlyMap<string, Template>;

const escapedCasts = Object.fromEntries(Object.entries(casts).map(([name, code]) => [name, escaped(code)]));

let loaded: Templates | undefined;

/** The templates of the project, read once. */
export function policyTemplates(): Templates {
  loaded ??= readTemplates(POLICIES_FOLDER);
  return loaded;
}

/** @throws Error naming the template and line when one writes a value without a context */
export function readTemplates(folder: string): Templates {
  const handlebars = Handlebars.create();
  const files = existsSync(join(folder, "csharp")) ? readCsharp(join(folder, "csharp")) : new Map();
  const all = { ...helpers, ...folderHelpers(files) };
  for (const [name, helper] of Object.entries(all))
    handlebars.registerHelper(name, helper as Handlebars.HelperDelegate);
  const options: CompileOptions = {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(Object.keys(all).map((name) => [name, true])),
  };
  const read = (kind: string) =>
    readdirSync(join(folder, kind))
      .filter((file) => file.endsWith(".xml.hbs"))
      .sort()
      .map((file) => {
        const source = readFileSync(join(folder, kind, file), "utf8");
        refuseBareValues(source, `policies/${kind}/${file}`, files);
        return { name: basename(file, ".xml.hbs"), source };
      });
  for (const { name, source } of read("partials"))
    handlebars.registerPartial(name, handlebars.compile(source, options));
  const templates = new Map<string, Template>();
  for (const kind of ["apis", "fragments"]) {
    for (const { name, source } of read(kind)) {
      const fill = handlebars.compile<object>(source, options);
      templates.set(`${kind}/${name}`, (view) => withoutBlankLines(fill({ ...view, v: escapedCasts })));
    }
  }
  return templates;
}

function refuseBareValues(source: string, file: string, files: ReadonlyMap<string, CsharpFile>): void {
  const visitor = new Handlebars.Visitor();
  const refuse = (line: number, error: unknown) => {
    throw new Error(`${file}:${line}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const checkCode = (name: string, params: readonly hbs.AST.Expression[], line: number) => {
    const [first] = params;
    const given = first?.type === "StringLiteral" ? (first as hbs.AST.StringLiteral).value : "";
    try {
      if (name === "csharp") fileOf(files, given);
      if (name === "code" || name === "when") withVariables(given);
    } catch (error) {
      refuse(line, error);
    }
  };
  visitor.BlockStatement = function (statement: hbs.AST.BlockStatement) {
    const name = (statement.path as hbs.AST.PathExpression).original;
    checkCode(name, statement.params, statement.loc.start.line);
    Handlebars.Visitor.prototype.BlockStatement.call(this, statement);
  };
  visitor.MustacheStatement = function (statement: hbs.AST.MustacheStatement) {
    const name = (statement.path as hbs.AST.PathExpression).original;
    const [head, variable] = (statement.path as hbs.AST.PathExpression).parts;
    if (head === "v" && statement.params.length === 0) {
      if (!variables.has(String(variable)))
        refuse(
          statement.loc.start.line,
          `There is no variable \`${name}\`; infra/rendering/variables.ts lists them.`,
        );
      return;
    }
    if (!(name in helpers || name === "csharp") || statement.params.length !== 1)
      refuse(
        statement.loc.start.line,
        `\`${name}\` is written without a context; wrap it in one of ${Object.keys(helpers).join(", ")}, csharp.`,
      );
    checkCode(name, statement.params, statement.loc.start.line);
    Handlebars.Visitor.prototype.MustacheStatement.call(this, statement);
  };
  visitor.accept(Handlebars.parse(source));
}

/** C# inside XML, in an attribute with single quotes or in text. */
function escaped(code: string): string {
  return code.replace(/&/g, "&amp;").replace(/</g, "&lt;");
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
