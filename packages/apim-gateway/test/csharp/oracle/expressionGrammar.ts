import { random } from "./random";

const variable = (name: string) => `context.Variables["${name}"]`;
const jo = `((JObject)${variable("jo")})`;
const ja = `((JArray)${variable("ja")})`;
const body = "context.Request.Body.As<JObject>(preserveContent: true)";

/** What expressions start from, by the type that C# gives them. Some throw in some contexts, as they may. */
const leaves = {
  int: [
    `(int)${variable("i")}`,
    `(Int32)${variable("neg")}`,
    `(int)${variable("top")}`,
    'context.Variables.GetValueOrDefault<int>("i", 5)',
    'context.Variables.GetValueOrDefault<int>("absent", 5)',
    'context.Variables.GetValueOrDefault("zero", 1)',
    "context.Response.StatusCode",
    "(context.Response == null ? 0 : context.Response.StatusCode)",
    "(context.Response?.StatusCode ?? -1)",
    "context.Request.Url.Port",
    `((string)${variable("s")}).Length`,
    `${ja}.Count`,
    `(int)${jo}["count"]`,
    `int.Parse((string)${variable("num")})`,
    'int.Parse(context.Request.Headers.GetValueOrDefault("x-num", "0"))',
    'int.Parse(context.Request.MatchedParameters["n"])',
    `Convert.ToInt32(${variable("num")})`,
    'context.Request.Headers["x-many"].Length',
    "context.Request.Headers.Count",
    `${ja}.Sum(item => (int)item["weight"])`,
    `(int)${variable("ji")}`,
    `(int)(JToken)${variable("ji")}`,
    `((string[])${variable("words")}).Length`,
    'context.Request.Url.Query["tag"].Length',
    `(int)${body}["max_tokens"]`,
    "context.Product.SubscriptionLimit.Value",
    `(int)(char)${variable("c")}`,
    "0",
    "1",
    "-7",
  ],
  long: [
    `(long)${variable("l")}`,
    `(long)(int)${variable("i")}`,
    `context.Variables.GetValueOrDefault<long>("l", 1L)`,
    `(long)${jo}["count"]`,
    `long.Parse((string)${variable("num")})`,
    "context.Timestamp.Ticks",
    `${ja}.LongCount()`,
    "3L",
  ],
  double: [
    `(double)${variable("d")}`,
    `(double)${jo}["ratio"]`,
    "context.Elapsed.TotalSeconds",
    `((TimeSpan)${variable("span")}).TotalMinutes`,
    `double.Parse("2.5")`,
    "0.5",
  ],
  decimal: [`(decimal)${variable("m")}`, `(decimal)(JToken)${variable("jd")}`, "1.10m"],
  char: [`(char)${variable("c")}`, `((string)${variable("s")})[0]`, "'a'"],
  string: [
    `(string)${variable("s")}`,
    `(string)${variable("num")}`,
    `(string)${variable("csv")}`,
    `(string)${variable("n")}`,
    `(string)${variable("i")}`,
    'context.Variables.GetValueOrDefault<string>("s", "")',
    'context.Variables.GetValueOrDefault("absent", "none")',
    'context.Request.Headers.GetValueOrDefault("X-Team", "")',
    'context.Request.Headers.GetValueOrDefault("x-many")',
    'context.Request.Headers.GetValueOrDefault("X-Absent")',
    'context.Response.Headers.GetValueOrDefault("retry-after", "10")',
    'context.Request.Headers["x-many"][1]',
    'context.Request.Headers["X-Absent"][0]',
    'context.Request.Url.Query.GetValueOrDefault("tag", "")',
    'context.Request.Url.Query.GetValueOrDefault("api-version", "2024-02-01")',
    'context.Request.MatchedParameters["deployment-id"]',
    'context.Request.MatchedParameters.GetValueOrDefault("deployment-id", "?")',
    "context.Request.Method",
    "context.Request.IpAddress",
    "context.Request.Url.Path",
    "context.Request.OriginalUrl.ToString()",
    "context.Request.Url.QueryString",
    "context.Response.StatusReason",
    "(string)(context.LastError?.Reason)",
    "context.LastError.Message",
    "(string)(context.Subscription?.Id)",
    "context.Product.Name",
    "context.User.Email",
    "(string)(context.User?.Groups.FirstOrDefault()?.Name)",
    "context.Api.Path",
    "context.Operation.Id",
    "context.Deployment.Region",
    "context.Deployment.Gateway.Id",
    "context.RequestId.ToString()",
    `(string)${jo}["name"]`,
    `(string)${jo}["count"]`,
    `(string)${jo}["ratio"]`,
    `(string)${jo}["open"]`,
    `(string)${jo}["empty"]`,
    `(string)${jo}["absent"]`,
    `(string)${jo}["nested"]`,
    `${jo}.Value<string>("text")`,
    `(string)${jo}.SelectToken("nested.list[2].deep")`,
    `${jo}.ToString(Formatting.None)`,
    `(string)${ja}[0]["name"]`,
    `(string)${body}["model"]`,
    `(string)${body}["messages"][1]["content"]`,
    `(string)${body}.SelectToken("messages[0].role")`,
    "context.Request.Body.As<string>(true)",
    'context.Response.Body.As<JObject>()["error"]["message"].ToString()',
    `((string[])${variable("words")})[1]`,
    `string.Join("|", (string[])${variable("words")})`,
    '"abc"',
    '""',
  ],
  bool: [
    `(bool)${variable("t")}`,
    `context.Variables.GetValueOrDefault<bool>("t")`,
    'context.Variables.ContainsKey("s")',
    'context.Variables.ContainsKey("absent")',
    'context.Request.Headers.ContainsKey("x-team")',
    "context.Response != null",
    "context.Request.Body == null",
    `(bool)${jo}["open"]`,
    `${jo}["absent"] == null`,
    `${jo}["empty"].Type == JTokenType.Null`,
    `(bool)${jo}["nested"]["flag"]`,
    `${ja}.Any(item => (string)item["tier"] == "ptu")`,
    `${variable("i")} is int`,
    `${variable("s")} is string`,
    "context.Tracing",
    "context.Api.IsCurrentRevision",
    "context.Product.State == ProductState.Published",
  ],
  token: [
    `${jo}["name"]`,
    `${jo}["count"]`,
    `${jo}["ratio"]`,
    `${jo}["whole"]`,
    `${jo}["open"]`,
    `${jo}["empty"]`,
    `${jo}["absent"]`,
    `${jo}["text"]`,
    `${jo}["nested"]`,
    `${jo}["nested"]["list"]`,
    `${jo}["nested"]["list"][1]`,
    `${jo}.SelectToken("nested.list[0]")`,
    `${jo}.Property("name").Value`,
    `${ja}[0]`,
    `${ja}[1]["weight"]`,
    `${ja}[9]`,
    `${ja}.First`,
    `${ja}.Last["spare"]`,
    `(JToken)${variable("js")}`,
    `(JToken)${variable("ji")}`,
    `(JToken)${variable("jd")}`,
    `(JToken)${variable("jb")}`,
    `(JToken)${variable("jn")}`,
    `(JToken)${variable("ints")}`,
    `${body}["messages"]`,
    `${body}["stream"]`,
    `${body}["temperature"]`,
    "context.Response.Body.As<JToken>()",
  ],
  date: [
    `(DateTime)${variable("when")}`,
    "context.Timestamp",
    "DateTime.UtcNow",
    "context.Subscription.CreatedDate",
    "new DateTime(2024, 2, 29, 23, 59, 58)",
    'DateTime.Parse("2025-11-23T12:03:04Z").ToUniversalTime()',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Kind = keyof typeof leaves;

/** Expressions over a context, from a seed. Well-typed mostly; what both compilers refuse is dropped by the comparison. */
export function grammar(seed: number) {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const leaf = (kind: Kind): string => pick<string>(leaves[kind]);
  const one = (makers: readonly (() => string)[]): string => pick(makers)();

  const number = (depth: number): string => {
    if (depth <= 0) return `(${leaf(pick(["int", "int", "int", "long", "double", "decimal", "char"]))})`;
    return one([
      () => `(${number(depth - 1)} ${pick(["+", "-", "*", "/", "%"])} ${number(depth - 1)})`,
      () => `(${number(depth - 1)} ${pick(["+", "-", "*"])} ${number(depth - 1)})`,
      () => `checked(${number(0)} ${pick(["+", "*"])} ${number(0)})`,
      () => `((${pick(["int", "long", "double", "decimal", "char", "byte"])})${number(depth - 1)})`,
      () => `Math.${pick(["Max", "Min"])}(${number(depth - 1)}, ${number(depth - 1)})`,
      () => `Math.${pick(["Abs", "Round", "Floor", "Ceiling"])}(${pick([number(0), `(${leaf("double")})`])})`,
      () => `(${bool(depth - 1)} ? ${number(depth - 1)} : ${number(depth - 1)})`,
      () => `(${pick(["int", "long", "double", "decimal"])})(${token(0)})`,
      () => `(${pick(["int?", "long?", "double?"])})(${token(0)})`,
      () => `(${text(depth - 1)}).${pick(["Length", 'IndexOf("a")', "LastIndexOf('a')"])}`,
      () => `((int?)(${text(depth - 1)})?.Length ?? 0)`,
      () => `int.Parse(${text(depth - 1)})`,
      () => `Convert.ToInt32(${pick([number(0), text(0), token(0)])})`,
      () => `(int)Math.${pick(["Max", "Min"])}(${number(0)}, ${number(0)})`,
    ]);
  };
  const bool = (depth: number): string => {
    if (depth <= 0) return `(${leaf("bool")})`;
    return one([
      () => `(${number(depth - 1)} ${pick(["<", ">", "==", "!=", "<=", ">="])} ${number(depth - 1)})`,
      () => `(${text(depth - 1)} ${pick(["==", "!="])} ${text(depth - 1)})`,
      () => `(${bool(depth - 1)} ${pick(["&&", "||", "==", "^", "&", "|"])} ${bool(depth - 1)})`,
      () => `!${bool(depth - 1)}`,
      () => `(${token(0)} ${pick(["==", "!="])} ${pick(["null", text(0)])})`,
      () => `(${token(0)}).Type == JTokenType.${pick(["Null", "String", "Integer", "Float", "Array"])}`,
      () => `(${text(0)}).${pick(["StartsWith", "EndsWith", "Contains"])}(${text(0)})`,
      () => `(${text(0)}).Equals(${text(0)}, StringComparison.OrdinalIgnoreCase)`,
      () => `string.${pick(["IsNullOrEmpty", "IsNullOrWhiteSpace"])}(${text(depth - 1)})`,
      () =>
        `Regex.IsMatch(${text(0)}, "${pick(["^(408|429|5..)$", "[a-c]+", "\\\\d{2}", "^$", "(?i)ERROR"])}")`,
      () => `JToken.DeepEquals(${token(0)}, ${token(0)})`,
      () => `(${date(0)} ${pick(["<", ">", "=="])} ${date(0)})`,
    ]);
  };
  const text = (depth: number): string => {
    if (depth <= 0) return `(${leaf("string")})`;
    const inner = text(depth - 1);
    return one([
      () => `${inner}.${pick(["Trim()", "ToUpper()", "ToLowerInvariant()", "Trim('a', 'c')"])}`,
      () => `${inner}.Substring(${number(0)})`,
      () => `${inner}.Substring(0, Math.Min(${inner}.Length, ${number(0)}))`,
      () => `(${inner} + ${pick([number(depth - 1), text(depth - 1), bool(0), token(0)])})`,
      () => `${inner}.Replace(${text(0)}, ${text(0)})`,
      () => `((string)(${inner}?.Replace("a", "b")))`,
      () => `(${inner} ?? "n")`,
      () => `string.Join("-", ${inner}.Split(${pick(["','", "'.', '-'", "' '"])}))`,
      () => `${inner}.Split(',')[${pick(["0", "1", "5"])}]`,
      () => `(string)(${token(0)})`,
      () => `(${token(0)}).ToString()`,
      () => `((string)((${token(0)})?.ToString(Formatting.None)))`,
      () => `(${number(depth - 1)}).ToString()`,
      () =>
        `(${number(0)}).ToString("${pick(["0.00", "F1", "N2", "D4", "X", "#,##0.#", "P0", "E2", "G3"])}")`,
      () => `(${bool(depth - 1)}).ToString()`,
      () => `(${bool(0)} ? ${text(depth - 1)} : ${text(depth - 1)})`,
      () => `$"{${number(0)}:0.0}:{${text(0)},6}:{${token(0)}}"`,
      () => `string.Format("{0}/{1:N1}/{2,-5}|", ${text(0)}, ${number(0)}, ${bool(0)})`,
      () => `string.Concat(${text(0)}, ${number(0)}, ${token(0)})`,
      () =>
        `(${date(1)}).ToString("${pick(["o", "R", "s", "u", "yyyy-MM-dd HH:mm:ss.fff", "d MMM yyyy", "hh:mm tt"])}")`,
      () =>
        `Regex.Replace(${text(0)}, "${pick(["[aeiou]", "(\\\\w)(\\\\w)", "^."])}", "${pick(["", "$2$1", "<$0>"])}")`,
      () => `Convert.ToBase64String(Encoding.UTF8.GetBytes(${text(0)}))`,
      () => `Uri.EscapeDataString(${text(0)})`,
      () => `JsonConvert.SerializeObject(${pick([text(0), number(0), token(0), bool(0)])})`,
      () =>
        `new JObject(new JProperty("k", ${pick([text(0), number(0), token(0), bool(0)])})).ToString(Formatting.None)`,
      () => `new JArray(${token(0)}, ${text(0)}).ToString(Formatting.None)`,
    ]);
  };
  const token = (depth: number): string =>
    depth <= 0
      ? `(${leaf("token")})`
      : one([
          () => `${token(depth - 1)}["${pick(["name", "list", "nested", "x"])}"]`,
          () => `${token(depth - 1)}?[${pick(["0", '"name"'])}]`,
          () =>
            `${token(depth - 1)}.SelectToken("${pick(["name", "list[1]", "$.nested.flag", "[0].name"])}")`,
          () => `JToken.Parse(${text(0)})`,
          () => `JToken.FromObject(${pick([text(0), number(0), bool(0)])})`,
          () => `${token(depth - 1)}.DeepClone()`,
          () => `(${token(0)} ?? "none")`,
        ]);
  const date = (depth: number): string =>
    depth <= 0
      ? `(${leaf("date")})`
      : one([
          () => `${date(depth - 1)}.Add${pick(["Seconds", "Minutes", "Days", "Milliseconds"])}(${number(0)})`,
          () => `${date(depth - 1)}.AddMonths(${pick(["1", "-1", "12"])})`,
          () => `${date(depth - 1)}.Date`,
          () => `(${date(0)} + TimeSpan.FromSeconds(${number(0)}))`,
        ]);
  const items = (): string =>
    one([
      () => ja,
      () => `${ja}.Where(item => (int)item["weight"] ${pick([">", "<=", "=="])} ${number(0)})`,
      () =>
        `${ja}.Where(item => (string)item["${pick(["tier", "region", "x"])}"] ${pick(["==", "!="])} "${pick(["ptu", "payg", "eastus"])}")`,
      () =>
        `${ja}.OrderBy${pick(["", "Descending"])}(item => ${pick(['(int)item["weight"]', '(string)item["name"]'])})`,
      () => `${ja}.${pick(["Skip", "Take"])}(${pick(["0", "1", "2", "9"])})`,
      () => `((JArray)${variable("ints")})`,
      () => `${jo}["nested"]["list"]`,
      () => `${body}["messages"]`,
    ]);
  const query = (): string =>
    one([
      () =>
        `${items()}.Select(item => ${pick(['(string)item["name"]', 'item["weight"]', 'item["x"]', "item.Type", "item.ToString(Formatting.None)"])})`,
      () => `${items()}.Select((item, at) => at * 2)`,
      () =>
        `${items()}.${pick(["First", "Last", "FirstOrDefault", "LastOrDefault", "Single", "Count", "Any"])}()`,
      () =>
        `${items()}.${pick(["First", "FirstOrDefault", "Count", "Any", "All", "Last", "Single"])}(item => (string)item["tier"] == "${pick(["ptu", "payg", "none"])}")`,
      () =>
        `${items()}.${pick(["Sum", "Max", "Min", "Average"])}(item => ${pick(['(int)item["weight"]', '(double)item["weight"]', "(int)item", '(long?)item["spare"]'])})`,
      () =>
        `string.Join(",", ${items()}.Select(item => ${pick(['item["name"]', '(string)item["region"]', "item"])}))`,
      () => `${items()}.Select(item => (string)item["region"]).Distinct()`,
      () => `${items()}.GroupBy(item => (string)item["tier"]).Select(group => group.Key + group.Count())`,
      () =>
        `${items()}.GroupBy(item => (string)item["region"]).OrderBy(group => group.Key).Select(group => group.Sum(item => (int)item["weight"]))`,
      () => `${items()}.Aggregate("", (all, item) => all + item["name"])`,
      () =>
        `${items()}.ToDictionary(item => (string)item["name"], item => (int)item["weight"])["${pick(["swc-ptu", "none"])}"]`,
      () =>
        `${items()}.Select(item => (string)item["name"]).ToList().IndexOf("${pick(["swc-ptu", "none"])}")`,
      () => `${items()}.SelectMany(item => item.Children()).Count()`,
      () => `${jo}.Properties().Select(property => property.Name + "=" + property.Value.Type)`,
      () => `((string)${variable("csv")}).Split(',').Where(part => part != "").OrderBy(part => part)`,
      () => `context.Request.Headers["x-many"].Select(value => value.Length)`,
      () => `context.Request.Headers.Where(header => header.Value.Length > 1).Select(header => header.Key)`,
      () => `((string[])${variable("words")}).Concat(new[] { ${text(0)} }).Reverse()`,
      () => `((string[])${variable("words")}).Zip(Enumerable.Range(1, 2), (word, n) => word + n)`,
      () => `context.User.Groups.Select(group => group.Id).Contains(${text(0)})`,
      () => `new JArray(${items()}).ToString(Formatting.None)`,
    ]);
  const value = (depth: number): string =>
    one([() => number(depth), () => text(depth), () => bool(depth), () => token(1), () => date(1), query]);
  return { number, bool, text, token, date, items, query, value, pick };
}
