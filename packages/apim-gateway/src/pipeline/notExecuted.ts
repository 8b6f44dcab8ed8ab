import { contextMembers } from "../csharp/host/contextMembers";
import { closest } from "../text/closest";
import { isDocumentedMember, isDocumentedOverload } from "./documentedMembers";

/**
 * Types and members that policies on Azure use and this gateway does not have: other forms of keys, streams of XML,
 * exact dates. They are in Microsoft's list of allowed types or in samples that it publishes.
 */
const notThere: ReadonlySet<string> = new Set([
  "AdjustmentRule",
  "CaptureCollection",
  "CarbonIntensityCategory",
  "Export",
  "ExportParameters",
  "Hashtable",
  "ICollection",
  "IEnumerator",
  "ImportParameters",
  "ISet",
  "JConstructor",
  "JRaw",
  "JsonMergeSettings",
  "JsonSerializerSettings",
  "KeyedHashAlgorithm",
  "LinkedList",
  "ParseExact",
  "RSACng",
  "RSACryptoServiceProvider",
  "RSAParameters",
  "SortedDictionary",
  "SortedList",
  "TimeZone",
  "TransitionTime",
  "TryParseExact",
  "X509Chain",
  "X509ContentType",
  "X509KeyStorageFlags",
  "X509Store",
  "XDocumentType",
  "XmlConvert",
  "XmlDocument",
  "XmlReader",
  "XmlReaderSettings",
  "XmlWriter",
  "XmlWriterSettings",
  "XNodeDocumentOrderComparer",
  "XNodeEqualityComparer",
]);

/** C# 7 that the compiler knows and does not compile. */
const notCompiled = / (?:is|are) not supported\b|^Expected a value, found `(?:delegate|sizeof)`/;

/** A name that a tool replaces before it deploys, as Microsoft's notebooks do: `BACKEND_COUNT`, `__count__`. */
const toolsName = /^The name `([A-Z]+(?:_[A-Z0-9]+)+|__\w+__)` does not exist/;

/** The same in the ways of Terraform, of tokens, of pipelines and of connectors: `${count}`, `#{count}#`, `$(count)`, `$Code.Count`. */
const toolsToken = /\$\{[^}"]*\}|#\{[^}"]*\}#?|\$\([\w.]+\)|\$[A-Za-z_][\w.]*/y;

const missingMember = /^`([^`]+)` has no member `([^`]+)`/;
const missingOverload = /^No overload of `(new )?([^`]+)` takes \((.*)\)\.$/;

/**
 * Why an expression that cannot be compiled is no mistake: it loads, and is refused when it is evaluated.
 *
 * @param message of the compiler
 * @param text of the value, in which the mistake is at `offset`
 * @returns `undefined` for a mistake
 */
export function findNotExecuted(message: string, text: string, offset: number): string | undefined {
  toolsToken.lastIndex = offset;
  const token = /^Unexpected character/.test(message) ? toolsToken.exec(text)?.[0] : undefined;
  const placeholder = toolsName.exec(message)?.[1] ?? token;
  if (placeholder !== undefined) return `\`${placeholder}\` seems to be filled in before it is deployed.`;
  if (notCompiled.test(message)) return `This gateway does not execute it: ${message}`;
  const name = [...message.matchAll(/`([^`]+)`/g)].find(([, quoted = ""]) =>
    notThere.has(bareName(quoted)),
  )?.[1];
  const known = name ?? documentedMember(message);
  return known === undefined ? undefined : `This gateway does not execute \`${known}\` in expressions.`;
}

/** The member, or the overload of one, that the compiler misses and the documentation allows or may come to allow. */
function documentedMember(message: string): string | undefined {
  const [, type, member = ""] = missingMember.exec(message) ?? [];
  if (type !== undefined) {
    const owner = bareName(type);
    if (isDocumentedMember(owner, member) || mayBeNewer(owner, member)) return `${owner}.${member}`;
    // An extension method is told of the type that it is called on.
    return isDocumentedMember("Enumerable", member) ? `Enumerable.${member}` : undefined;
  }
  const [, isNew, what, given = ""] = missingOverload.exec(message) ?? [];
  if (what === undefined) return undefined;
  const count = given === "" ? 0 : given.split(/[()]/).map(withoutArguments).join("").split(",").length;
  const [owner = "", name = ""] = withoutArguments(what).split(".").slice(-2);
  const [from, called] = isNew === undefined ? [owner, name] : ["new", bareName(what)];
  return isDocumentedOverload(from, called, count) ? `${isNew ?? ""}${what}` : undefined;
}

/** Without what stands between the first `<` and the last `>`. */
const withoutArguments = (type: string) => type.replace(/^([^<]*)<.*>/s, "$1");

/** Microsoft adds members to `context`. What resembles none of those that are there is no slip of the pen. */
function mayBeNewer(type: string, member: string): boolean {
  const known = contextMembers(type);
  return known !== undefined && closest(member, known) === undefined;
}

/** `System.Collections.Generic.ISet<string>` is `ISet`. */
const bareName = (quoted: string) => quoted.replace(/<.*$/s, "").replace(/^.*\./, "");
