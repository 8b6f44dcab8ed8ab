/**
 * Types and members that policies on Azure use and this gateway does not have: keys of certificates, streams of XML,
 * exact dates. They are in Microsoft's list of allowed types or in samples that it publishes.
 */
const notThere: ReadonlySet<string> = new Set([
  "GetRSAPrivateKey",
  "GetRSAPublicKey",
  "HashAlgorithmName",
  "Hashtable",
  "ISet",
  "JsonMergeSettings",
  "JsonSerializerSettings",
  "LinkedList",
  "ParseExact",
  "RSA",
  "RSACng",
  "RSACryptoServiceProvider",
  "RSAEncryptionPadding",
  "RSAParameters",
  "RSASignaturePadding",
  "SignData",
  "SortedDictionary",
  "SortedList",
  "TryParseExact",
  "X509Certificate2",
  "XmlConvert",
  "XmlDocument",
  "XmlReader",
  "XmlReaderSettings",
  "XmlWriter",
  "XmlWriterSettings",
]);

/** C# 7 that the compiler knows and does not compile. */
const notCompiled = / (?:is|are) not supported\b|^Expected a value, found `(?:delegate|sizeof)`/;

/** A name that a tool replaces before it deploys, as Microsoft's notebooks do: `BACKEND_COUNT`. */
const toolsName = /^The name `([A-Z]+(?:_[A-Z0-9]+)+)` does not exist/;

/**
 * Why an expression that cannot be compiled is no mistake: it loads, and is refused when it is evaluated.
 *
 * @param message of the compiler
 * @returns `undefined` for a mistake
 */
export function findNotExecuted(message: string): string | undefined {
  const placeholder = toolsName.exec(message)?.[1];
  if (placeholder !== undefined) return `\`${placeholder}\` seems to be filled in before it is deployed.`;
  if (notCompiled.test(message)) return `This gateway does not execute it: ${message}`;
  const name = [...message.matchAll(/`([^`]+)`/g)].find(([, quoted = ""]) =>
    notThere.has(bareName(quoted)),
  )?.[1];
  return name === undefined ? undefined : `This gateway does not execute \`${name}\` in expressions.`;
}

/** `System.Collections.Generic.ISet<string>` is `ISet`. */
const bareName = (quoted: string) => quoted.replace(/<.*$/, "").replace(/^.*\./, "");
