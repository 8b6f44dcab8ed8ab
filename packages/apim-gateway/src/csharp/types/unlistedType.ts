import { didYouMean } from "../../text/closest";
import { ExpressionRefusal } from "../problem";

/** By which document this is refused. */
export const byTheList = "(Microsoft's list of allowed types)";

/** What does the same and may be used, by the last part of a type's name. */
const instead: Readonly<Record<string, string>> = {
  CookieContainer: "the header `Cookie`",
  CultureInfo: "the overload without it",
  DateOnly: "`DateTime.Date`",
  DateTime: "`DateTimeOffset`, which may be used in full",
  Environment: "a named value",
  HttpClient: "the policy `send-request`",
  HttpStatusCode: "the number",
  HttpUtility: "`System.Net.WebUtility` or `Uri.EscapeDataString`",
  HttpWebRequest: "the policy `send-request`",
  JsonDocument: "`JObject.Parse`",
  JsonSerializer: "`JsonConvert`",
  MD5CryptoServiceProvider: "`MD5.Create()`",
  MemoryStream: "`byte[]`",
  NumberStyles: "`int.Parse` without it",
  RandomNumberGenerator: "`RNGCryptoServiceProvider`",
  SHA1CryptoServiceProvider: "`SHA1.Create()`",
  SHA256CryptoServiceProvider: "`SHA256.Create()`",
  Stopwatch: "`context.Elapsed`",
  StreamReader: "`StringReader`",
  Task: "the policy `wait`",
  Type: "`is`",
  Thread: "the policy `retry` with an `interval`",
  UriKind: "`new Uri(…)` in a `try`",
  WebClient: "the policy `send-request`",
  WebRequest: "the policy `send-request`",
};

/**
 * @param path as it is written, with or without its namespace
 * @param known names of types that may have been meant
 */
export function unlistedType(path: string, at: number, known: Iterable<string> = []): ExpressionRefusal {
  const message = `The type \`${path}\` is not among those that policy expressions may use ${byTheList}.`;
  const names = path.replace(/<.*$/s, "").split(".");
  return new ExpressionRefusal(
    `${message}${names.map(wayOut).join("") || didYouMean(names.at(-1) as string, known)}`,
    at,
  );
}

/** What to use in the place of a type, as a sentence; empty where nothing is known. */
export function wayOut(type: string): string {
  const other = Object.hasOwn(instead, type) ? instead[type] : undefined;
  return other === undefined ? "" : ` Use ${other}.`;
}
