import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { csharpString, wholeNumber } from "./literals";
import { variableOf } from "./variables";

/**
 * C# that is too long for a template, one method per file in `policies/csharp`. A method's parameters are what its template
 * gives by name, and variables of the request; its body becomes the expression.
 */
export interface CsharpFile {
  /** As messages name it. */
  readonly file: string;
  readonly parameters: readonly { readonly type: string; readonly name: string }[];
  readonly lines: readonly string[];
}

/** @throws Error naming the file that does not have the form of one static method, or that XML or API Management would spoil */
export function readCsharp(folder: string): ReadonlyMap<string, CsharpFile> {
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith(".cs"))
      .sort()
      .map((file) => [
        basename(file, ".cs"),
        parse(readFileSync(join(folder, file), "utf8"), `policies/csharp/${file}`),
      ]),
  );
}

function parse(source: string, file: string): CsharpFile {
  const found =
    /^(?:\/\/.*\n|\n)*static \w+ \w+\(\s*Context context((?:,\s+\w+ \w+)*)\)\n\{\n([\s\S]*)\n\}\n$/.exec(
      source,
    );
  if (found === null)
    throw new Error(
      `${file}: a file holds one \`static Type Name(Context context, …)\`, and above it nothing but comments.`,
    );
  const parameters = (found[1] ?? "")
    .split(/,\s+/)
    .slice(1)
    .map((parameter) => {
      const [type = "", name = ""] = parameter.split(" ");
      return { type, name };
    });
  const lines = (found[2] ?? "").split("\n").filter((line) => line.trim() !== "" && !/^\s*\/\//.test(line));
  const spoilt = lines.find((line) => /'|\/\/|\/\*|\{\{|\}\}/.test(line));
  if (spoilt !== undefined)
    throw new Error(
      `${file}: \`${spoilt.trim()}\` holds a single quote, two braces together or a comment behind code; none of them survives in an attribute.`,
    );
  return { file, parameters, lines };
}

/**
 * The value of an attribute, quotes included: the method's body after one declaration per parameter.
 *
 * @param given values from the template by parameter; the other parameters are variables
 * @throws Error for a value that no parameter takes, or of another type, and for a parameter that nothing gives
 */
export function csharpAttribute(
  { file, parameters, lines }: CsharpFile,
  given: Readonly<Record<string, unknown>>,
  indent: number,
): string {
  const unknown = Object.keys(given).find((name) => !parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined) throw new Error(`${file}: there is no parameter \`${unknown}\`.`);
  const declarations = parameters.map(({ type, name }) => {
    if (name in given) return `${type} ${name} = ${literal(type, given[name], `${file}: \`${name}\``)};`;
    const variable = variableOf(name);
    if (variable.type !== type)
      throw new Error(`${file}: \`${name}\` is a ${variable.type}, and the parameter a ${type}.`);
    return `${type} ${name} = (${type})context.Variables["${variable.name}"];`;
  });
  const pad = " ".repeat(indent);
  const body = [...declarations.map((line) => `  ${line}`), ...lines].map((line) => `${pad}${line}`);
  const escaped = body.join("\n").replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `'@{\n${escaped}\n${pad}}'`;
}

function literal(type: string, value: unknown, what: string): string {
  if (type === "string" && typeof value === "string") return csharpString(value);
  if ((type === "int" || type === "long") && typeof value === "number") return wholeNumber(value);
  if (type === "bool" && typeof value === "boolean") return String(value);
  throw new Error(`${what} takes a ${type}, and was given a ${typeof value}.`);
}
