import { compileExpression } from "../../src/csharp/compileExpression";
import { textOf } from "../../src/csharp/runtime/text";
import type { Value } from "../../src/csharp/runtime/value";
import { contextWith, runtime } from "./contexts";
import { evaluated } from "./evaluating";

describe("forms that public policies use", () => {
  test("foreach over a JObject gives keys and values", () => {
    expect(
      evaluated(
        'var o = JObject.Parse("{\\"a\\":1,\\"b\\":[2]}"); var s = ""; foreach (var pair in o) { s += pair.Key + "=" + pair.Value.ToString(Newtonsoft.Json.Formatting.None) + ";"; } return s;',
      ),
    ).toBe("a=1;b=[2];");
    expect(
      evaluated(
        'var s = ""; foreach (KeyValuePair<string, JToken> p in new JObject(new JProperty("k", "v"))) { s += p.Key + (string)p.Value; } return s;',
      ),
    ).toBe("kv");
  });

  test("and LINQ over a JObject gives its properties", () => {
    expect(
      evaluated('JObject.Parse("{\\"a\\":1,\\"b\\":2}").Properties().Select(p => p.Name).ToList()'),
    ).toBe("[a, b]");
  });

  test("foreach over an empty or a missing JObject", () => {
    expect(evaluated("var n = 0; foreach (var p in new JObject()) { n++; } return n;")).toBe("0");
    expect(evaluated("JObject o = null; foreach (var p in o) { } return 0;")).toBe(
      "System.NullReferenceException: Object reference not set to an instance of an object.",
    );
  });

  test("a foreach of a type that the pairs are not is refused", () => {
    expect(evaluated("foreach (JProperty p in new JObject()) { } return 0;")).toMatch(/^refused: /);
  });

  test.each([
    ["a Guid", 'new JObject { ["id"] = Guid.Empty }', '{"id":"00000000-0000-0000-0000-000000000000"}'],
    ["a TimeSpan", 'new JObject { ["t"] = TimeSpan.FromSeconds(90) }', '{"t":"00:01:30"}'],
    ["bytes", 'new JObject { ["b"] = new byte[] { 1, 2 } }', '{"b":"AQI="}'],
    ["an address", 'new JObject { ["u"] = new Uri("https://a.example/b") }', '{"u":"https://a.example/b"}'],
    ["no Guid", 'new JObject { ["id"] = (Guid?)null }', '{"id":null}'],
    ["the request's id", "new JArray { context.RequestId }", '["00000000-0000-0000-0000-000000000001"]'],
  ])("%s becomes JSON by itself", (_, source, json) => {
    expect(evaluated(source)).toBe(json);
  });

  test("the names of an address's schemes", () => {
    expect(evaluated('new Uri("https://a.example/").Scheme == Uri.UriSchemeHttps')).toBe("True");
    expect(evaluated("Uri.UriSchemeHttp")).toBe("http");
  });

  test("an extension method called by its class", () => {
    expect(evaluated("Enumerable.Count(new[] { 1, 2, 3 })")).toBe("3");
    expect(
      evaluated(
        'Jwt jwt; return ExpressionSyntaxExtensions.TryParseJwt("no token", out jwt) + "," + (jwt == null);',
      ),
    ).toBe("False,True");
    expect(evaluated("Enumerable.TryParseJwt(1)")).toMatch(/^refused: /);
  });

  test("an HMAC without a key has one by chance, and takes another", () => {
    expect(evaluated("new HMACSHA256().Key.Length + new HMACSHA512().Key.Length")).toBe("192");
    const digest = (hmac: string) =>
      evaluated(
        `var h = ${hmac}; h.Key = Encoding.UTF8.GetBytes("key"); return Convert.ToBase64String(h.ComputeHash(Encoding.UTF8.GetBytes("text")));`,
      );
    const given =
      'Convert.ToBase64String(new HMACSHA256(Encoding.UTF8.GetBytes("key")).ComputeHash(Encoding.UTF8.GetBytes("text")))';
    expect(digest("new HMACSHA256()")).toBe(evaluated(given));
    expect(
      evaluated(
        'var h = new HMACSHA256 { Key = Encoding.UTF8.GetBytes("key") }; return Convert.ToBase64String(h.ComputeHash(Encoding.UTF8.GetBytes("text")));',
      ),
    ).toBe(evaluated(given));
    expect(evaluated("var h = new HMACSHA1(); h.Key = null; return 1;")).toMatch(
      /^System.ArgumentNullException/,
    );
  });
});

describe("a discard", () => {
  test.each([
    ["of an out argument", 'int.TryParse("1", out _)', "True"],
    ["of one with its type", 'int.TryParse("1", out int _) && int.TryParse("x", out var _)', "False"],
    ["of a value", '_ = int.Parse("1"); _ = "text"; return 2;', "2"],
    ["in a pattern", "object a = 1; return a is var _ && a is int _;", "True"],
  ])("%s", (_, source, shown) => {
    expect(evaluated(source)).toBe(shown);
  });

  test("is no discard where there is a variable of the name", () => {
    expect(evaluated('int _ = 5; int.TryParse("7", out _); return _;')).toBe("7");
    expect(evaluated("new[] { 1, 2 }.Select(_ => _ + 1).Sum()")).toBe("5");
  });

  test("has no value", () => {
    expect(evaluated("_ + 1")).toMatch(/^refused: The name `_` does not exist/);
  });
});

test("an address as .NET has it", () => {
  expect(evaluated("context.Request.Url.ToUri().Host == context.Request.Url.Host")).toBe("True");
  expect(
    evaluated("context.Request.OriginalUrl.ToUri().AbsoluteUri == context.Request.OriginalUrl.ToString()"),
  ).toBe("True");
});

test.each([
  [
    "a date of JSON with its offset",
    '((DateTimeOffset)JToken.Parse("\\"2020-01-02T03:04:05+02:00\\"")).Year',
    "2020",
  ],
  [
    "a Guid",
    '(Guid)JObject.Parse("{\\"a\\":\\"8f7a1f5e-0b3e-4a57-9f0c-0123456789ab\\"}")["a"]',
    "8f7a1f5e-0b3e-4a57-9f0c-0123456789ab",
  ],
  ["a missing one", '(Guid?)new JObject()["a"] == null', "True"],
  ["bytes", '((byte[])JToken.Parse("\\"AQI=\\"")).Length', "2"],
  [
    "no bytes",
    '(byte[])JToken.Parse("true")',
    "System.ArgumentException: Can not convert Boolean to byte[].",
  ],
  ["a list of text and an object", 'new[] { "a", "b" }.Contains(context.Variables["v"])', "True"],
])("%s is found by its type", (_, source, shown) => {
  expect(evaluated(source, { v: "b" })).toBe(shown);
});

describe("text in single quotes, read as a string", () => {
  const read = (source: string, singleQuotes: "string" | "refuse" = "string") => {
    const { evaluate, warnings } = compileExpression(`@(${source})`, { singleQuotes });
    const value = evaluate(contextWith({ v: "x" }), runtime);
    return [value === null ? "null" : textOf(value, { doubles: "G15" }), warnings.length];
  };

  test("may be one character where text is wanted", () => {
    expect(read("((string)context.Variables['v']).Equals('x')")).toEqual(["True", 2]);
    expect(read("(string)context.Variables['v'] == 'x'")).toEqual(["True", 2]);
    expect(read("'y' != (string)context.Variables[\"v\"]")).toEqual(["True", 1]);
    expect(read("string.IsNullOrEmpty('a')")).toEqual(["False", 1]);
  });

  test("is a character wherever C# takes one", () => {
    expect(read("\"a,b\".Split(',').Length")).toEqual(["2", 0]);
    expect(read("'a' + 1")).toEqual(["98", 0]);
    expect(read("\"a\" + 'b'")).toEqual(["ab", 0]);
    expect(read("\"abc\".IndexOf('c')")).toEqual(["2", 0]);
  });

  test("is refused as C# refuses it, with the setting", () => {
    expect(() => read("string.IsNullOrEmpty('a')", "refuse")).toThrow(/No overload/);
    expect(() => read("(string)context.Variables[\"v\"] == 'x'", "refuse")).toThrow(/cannot be applied/);
  });
});

describe("GetValueOrDefault", () => {
  test("of a dictionary that the expression made", () => {
    const made = 'new Dictionary<string, int> { { "a", 1 } }';
    expect(evaluated(`${made}.GetValueOrDefault("a") + ${made}.GetValueOrDefault("b")`)).toBe("1");
    expect(evaluated(`${made}.GetValueOrDefault("b", 7)`)).toBe("7");
    expect(evaluated('new Dictionary<string, string>().GetValueOrDefault("b") == null')).toBe("True");
    expect(evaluated(`${made}.GetValueOrDefault(null)`)).toMatch(/^System.ArgumentNullException/);
  });

  test("of a variable without a type gives the object", () => {
    expect(evaluated('$"<{context.Variables.GetValueOrDefault("a")}>"', { a: 7 })).toBe("<7>");
    expect(evaluated('$"<{context.Variables.GetValueOrDefault("b")}>"', { a: 7 })).toBe("<>");
    expect(evaluated('(string)context.Variables.GetValueOrDefault("a", null)', { a: "x" })).toBe("x");
    expect(evaluated('context.Variables.GetValueOrDefault("b", null) == null')).toBe("True");
    expect(evaluated('(string)context.Variables.GetValueOrDefault("a")', { a: 7 })).toMatch(
      /^System.InvalidCastException/,
    );
  });

  test("of a variable with a default still has the default's type", () => {
    expect(evaluated('context.Variables.GetValueOrDefault("a", "").Length', { a: "xyz" })).toBe("3");
    expect(evaluated('context.Variables.GetValueOrDefault("b", 5) + 1')).toBe("6");
  });

  test("of a header with a list as the default gives the values", () => {
    const headers = "context.Request.Headers";
    expect(evaluated(`${headers}.GetValueOrDefault("X-A", new string[] { "" })[1]`)).toBe("2");
    expect(evaluated(`${headers}.GetValueOrDefault("X-B", new[] { "none" })[0]`)).toBe("none");
    expect(evaluated(`${headers}.GetValueOrDefault("X-A", "")`)).toBe("1,2");
    expect(evaluated(`${headers}.GetValueOrDefault("X-B", null) == null`)).toBe("True");
  });
});

describe("a form that was posted", () => {
  const form = (body: string, source: string) => {
    const base = contextWith();
    const request = { ...base.request, content: { csType: "IMessageBody" as const, read: () => body } };
    const value = compileExpression(`@(${source})`).evaluate({ ...base, request }, runtime) as Value;
    return value === null ? "null" : textOf(value, { doubles: "G15" });
  };
  const content = "context.Request.Body.AsFormUrlEncodedContent(preserveContent: true)";

  test("is a dictionary of lists, decoded", () => {
    expect(form("code=a%20b+c&state=1", `${content}["code"].Single()`)).toBe("a b c");
    expect(form("x=1&y=2&x=3", `string.Join(",", ${content}["x"])`)).toBe("1,3");
    expect(form("x=1", `${content}.ContainsKey("y")`)).toBe("False");
    expect(form("", `${content}.Count`)).toBe("0");
  });

  test("fails for a field that is not there", () => {
    expect(() => form("x=1", `${content}["y"]`)).toThrow(/key/);
  });

  test("is written again as it is sent, or as a query", () => {
    expect(form("x=1&y=a+b&x=%C3%A9%26", `${content}.ToFormUrlEncodedContent()`)).toBe(
      "x=1&x=%C3%A9%26&y=a%20b",
    );
    expect(form("x=1", `${content}.ToQueryString()`)).toBe("?x=1");
    expect(form("", `${content}.ToFormUrlEncodedContent()`)).toBe("null");
    expect(form("", `${content}.ToQueryString()`)).toBe("null");
    const made = 'new Dictionary<string, IList<string>> { ["it\'s"] = new List<string> { "(!)", null } }';
    expect(form("", `(${made}).ToFormUrlEncodedContent()`)).toBe("it%27s=%28%21%29&it%27s=");
  });
});

test("the type of get-authorization-context's variable", () => {
  expect(
    evaluated('((Authorization)context.Variables.GetValueOrDefault("auth"))?.AccessToken ?? "none"'),
  ).toBe("none");
  const auth = {
    csType: "Authorization",
    accessToken: "t0ken",
    claims: new Map<string, Value>([["scope", "read"]]),
  } as unknown as Value;
  expect(evaluated('((Authorization)context.Variables["auth"]).AccessToken', { auth })).toBe("t0ken");
  expect(evaluated('(string)((Authorization)context.Variables["auth"]).Claims["scope"]', { auth })).toBe(
    "read",
  );
});

describe("text as numbers and durations", () => {
  test.each([
    ['TimeSpan.Parse("00:01:30").TotalSeconds', "90"],
    ['TimeSpan.Parse("1.02:03:04.5").ToString()', "1.02:03:04.5000000"],
    ['TimeSpan.Parse("2:03:04:05").TotalHours > 51', "True"],
    ['TimeSpan.Parse("-7").TotalDays', "-7"],
    ['TimeSpan.Parse(" 6:30 ").TotalMinutes', "390"],
    [
      "TimeSpan.FromMinutes(5).Add(TimeSpan.FromMinutes(1)).Subtract(TimeSpan.FromMinutes(2)).Negate()",
      "-00:04:00",
    ],
    ['int.Parse("ff", System.Globalization.NumberStyles.HexNumber)', "255"],
    ['int.Parse("FFFFFFFF", NumberStyles.AllowHexSpecifier)', "-1"],
    ['double.Parse("1.5", NumberStyles.Any, CultureInfo.InvariantCulture)', "1.5"],
    ['int.Parse("12.00", NumberStyles.Number)', "12"],
  ])("%s is %s", (source, text) => {
    expect(evaluated(source)).toBe(text);
  });

  test.each([
    ['TimeSpan.Parse("soon")', "System.FormatException"],
    ['TimeSpan.Parse("25:00:00")', "System.OverflowException"],
    ["TimeSpan.Parse(null)", "System.ArgumentNullException"],
    ['int.Parse("xyz", NumberStyles.HexNumber)', "System.FormatException"],
    ['int.Parse("1FFFFFFFF", NumberStyles.HexNumber)', "System.OverflowException"],
  ])("%s throws %s", (source, exception) => {
    expect(evaluated(source)).toMatch(new RegExp(`^${exception}: `));
  });

  test("TryParse tells without throwing", () => {
    expect(evaluated('TimeSpan t; return TimeSpan.TryParse("x", out t) + "," + t;')).toBe("False,00:00:00");
    expect(
      evaluated(
        'double d; return double.TryParse("2,5x", NumberStyles.Any, CultureInfo.InvariantCulture, out d) + "," + d;',
      ),
    ).toBe("False,0");
  });

  test("arrays are sorted, reversed and searched in place", () => {
    expect(evaluated("var a = new[] { 3, 1, 2 }; Array.Sort(a); return a;")).toBe("[1, 2, 3]");
    expect(evaluated("var a = new[] { 3, 1, 2 }; Array.Reverse(a); return a;")).toBe("[2, 1, 3]");
    expect(evaluated("Array.Find(new[] { 3, 1, 2 }, x => x < 3) + Array.Find(new[] { 3 }, x => x > 9)")).toBe(
      "1",
    );
    expect(evaluated('Array.Find(new[] { "a" }, x => x == "b") == null')).toBe("True");
  });
});
