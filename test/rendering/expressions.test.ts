import { policyFiles } from "../../infra/rendering/policyFiles";
import { rendered } from "./fleets";
import { expressionsOf } from "./oracle";

/** Code without its strings, so that names in them are not taken for types. */
function code(expression: string): string {
  return expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

function names(pattern: RegExp): string[] {
  const found = ["dev", "prod"].flatMap((name) =>
    expressionsOf(rendered(name)).flatMap((text) =>
      [...code(text).matchAll(pattern)].map(([, name = ""]) => name),
    ),
  );
  return [...new Set(found)].sort();
}

describe("the expressions", () => {
  test("use these types and no others, all of them open to policy expressions", () => {
    expect(names(/(?<![.\w])([A-Z]\w*)/g)).toEqual([
      "Convert",
      "DateTime",
      "DateTimeOffset",
      "Encoding",
      "Enumerable",
      "Exception",
      "Formatting",
      "JArray",
      "JObject",
      "JProperty",
      "JToken",
      "JTokenType",
      "JsonConvert",
      "Math",
      "Random",
      "Regex",
      "RegexOptions",
      "StringComparison",
      "StringSplitOptions",
      // System.Security.Cryptography.SHA256.
      "System",
      "TimeSpan",
    ]);
  });

  test("use these members of `context` and no others, all of them documented", () => {
    expect(names(/(?<![.\w])context\.(\w+(?:\.\w+)?)/g)).toEqual([
      "LastError",
      "LastError.Message",
      "LastError.Path",
      "LastError.PolicyId",
      "LastError.Reason",
      "LastError.Section",
      "LastError.Source",
      "Operation.Id",
      "Operation.UrlTemplate",
      "Request.Body",
      "Request.Headers",
      "Request.MatchedParameters",
      "Request.Method",
      "Request.OriginalUrl",
      "Request.Url",
      "RequestId.GetHashCode",
      "RequestId.ToString",
      "Response",
      "Response.Body",
      "Response.Headers",
      "Response.StatusCode",
      "Subscription",
      "Subscription.Id",
      "Variables",
      "Variables.ContainsKey",
      "Variables.GetValueOrDefault",
    ]);
  });

  test("read the body of an answer after an attempt only, where errors come that say more than their status, and never the wording of a status", () => {
    expect(names(/(StatusReason|context\.Backend)/g)).toEqual([]);
    // An expression that might read it could hold back every stream, whatever it then does.
    const guard = "@(context.Response != null &amp;&amp; (context.Response.StatusCode == 404 || ";
    const documents = ["dev", "prod"].flatMap((name) => [...policyFiles(rendered(name))]);
    for (const [file, xml] of documents) {
      // It runs where something failed, whose answer API Management made.
      if (file.endsWith("-failure.xml")) continue;
      const reading = xml.split("Response.Body").slice(0, -1);
      for (const before of reading) expect(before.slice(before.lastIndexOf("<when"))).toContain(guard);
      const forwards = xml.split("<forward-request").length - 1;
      expect([reading.length, xml.split("<retry").length - 1]).toEqual([
        forwards,
        forwards > 0 || xml.includes("strange-header") ? 1 : 0,
      ]);
    }
  });

  test("hold no line comment, which would swallow the rest where line ends become spaces", () => {
    const all = ["dev", "prod"].flatMap((name) => expressionsOf(rendered(name)));
    expect(all.filter((text) => /\/\/|\/\*/.test(code(text)))).toEqual([]);
    expect(all.length).toBeGreaterThan(100);
  });

  test("declare their variables with explicit types", () => {
    expect(names(/\b(var)\b/g)).toEqual([]);
  });
});
