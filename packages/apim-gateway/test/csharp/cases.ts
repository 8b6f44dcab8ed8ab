/** Expressions for the comparison with a real C# compiler: hand-picked ones, and generated ones from a seed. */
const handPicked = `
5/2|-7/2|-7%3|5/2.0|5m/2m|1m/3m|'a'+1|"a"+'b'|"x"+1+2|1+2+"x"|"n"+null|int.MaxValue.ToString()|unchecked(int.MaxValue+1)|(byte)300%7|(int)2.9|(int)-2.9|(long)1e18|(char)65|(int)'z'|1e15|1e14|0.1+0.2|1/3.0|100.0|1.50m+1m|1.10m*2.0m
(string)(object)1|(int)(object)"1"|(int)(object)1L|(long)(object)1|(object)1 as string|(bool)(object)true|(int)(object)null|(string)(object)null|(int?)null|((object)1).Equals(1L)|((object)1).Equals(1)
int.Parse("12")|int.Parse(" 12 ")|int.Parse("1x")|int.Parse("99999999999")|long.Parse("99999999999")|double.Parse("1.5")|bool.Parse("TRUE")|bool.Parse("1")|int.Parse("")|decimal.Parse("1.50")
"abc".Substring(1)|"abc".Substring(4)|"abc".Substring(1,1)|"abc".Substring(1,5)|"abc"[1]|"abc"[3]|"a,b,,c".Split(',')|"a,b,,c".Split(new[]{','},StringSplitOptions.RemoveEmptyEntries)|"a b".Split()|"abc".IndexOf("c")|"abc".Replace("b","")|"abc".Replace("","x")|" x ".Trim()|"abc".PadLeft(5,'0')|"ABC".ToLower()|string.Join(",",new[]{1,2})|string.Join("-","a","b")|string.Format("{0:0.00};{1,5};{2}",1.005,"a",null)|string.Concat("a",1,'c')|string.IsNullOrEmpty("")
"abc".StartsWith("AB",StringComparison.OrdinalIgnoreCase)|"abc".Contains("b")|string.Compare("a","b",StringComparison.Ordinal)|"a"=="A"|"abc".LastIndexOf("z")|"xaax".Trim('x')|"abc".Insert(1,"z")|"abc".Remove(1)|"abcdef".Remove(1,2)
1.5.ToString("F2")|1234.5.ToString("N1")|255.ToString("X4")|255.ToString("x")|7.ToString("D3")|0.256.ToString("P1")|1234567.891.ToString("#,##0.00")|0.5.ToString("0%")|(-5).ToString("000")|12.3m.ToString("0.###")|1e20.ToString()|1e-7.ToString()|true.ToString()|'c'.ToString()
Math.Max(1,2L)|Math.Round(2.5)|Math.Round(3.5)|Math.Round(2.345,2)|Math.Ceiling(1.2)|Math.Floor(-1.2)|Math.Abs(-3)|Math.Min(1.5,2)|Math.Pow(2,10)|Math.Round(2.5m)|Math.Max(1,Math.Min(60,75))
Convert.ToInt32("7")|Convert.ToInt32(2.5)|Convert.ToInt32(3.5)|Convert.ToInt32((object)null)|Convert.ToBoolean("true")|Convert.ToBoolean("x")|Convert.ToInt64(5)|Convert.ToString(5)|Convert.ToBase64String(Encoding.UTF8.GetBytes("hé"))|Encoding.UTF8.GetString(Convert.FromBase64String("aMOp"))|Convert.FromBase64String("abc")
JObject.Parse("{'a':1}")["a"]|(int)JObject.Parse("{'a':1}")["a"]|(string)JObject.Parse("{'a':1}")["a"]|(string)JObject.Parse("{'a':null}")["a"]|(string)JObject.Parse("{}")["a"]|(int)JObject.Parse("{}")["a"]|(int)JObject.Parse("{'a':'x'}")["a"]|(bool)JObject.Parse("{'a':'true'}")["a"]|JObject.Parse("[1]")|JObject.Parse("{")|JArray.Parse("[1,2]").Count|JArray.Parse("[1,2]")[5]|JObject.Parse("{'a':{'b':[1,2]}}").SelectToken("a.b[1]")|(string)JObject.Parse("{'a':{}}")["a"]|JObject.Parse("{'a':1.0}").ToString(Formatting.None)|JObject.Parse("{'a':[1,{'b':2}],'c':{}}").ToString()|JObject.Parse("{'a':1}")["a"]["b"]|JToken.Parse("1").Type|JToken.Parse("'2020-01-01T00:00:00Z'").Type|(string)JToken.Parse("'2020-01-01T00:00:00Z'")|JToken.Parse("'2020-01-01T00:00:00Z'").ToString(Formatting.None)|new JObject(new JProperty("a",1),new JProperty("b",new JArray(1,"x",null))).ToString(Formatting.None)|new JProperty("a",(object)null).Value.Type|(JObject)JToken.Parse("[1]")|JObject.Parse("{'a':5}").Value<int>("a")|JObject.Parse("{'a':5}").Value<string>("b")|JObject.FromObject(new{a=1,b="x"}).ToString(Formatting.None)|JsonConvert.SerializeObject("a\\"b\\u2028")|JsonConvert.SerializeObject(new[]{1,2})|new JObject{["a"]=1}.ToString(Formatting.None)|JObject.Parse("{'a':1,'a':2}").Count|JObject.Parse("{'a':1}").Properties().Select(p=>p.Name)|JArray.Parse("['a','b']").Select(t=>(string)t)|JToken.DeepEquals(JToken.Parse("{'a':1}"),JToken.Parse("{'a':1}"))|(double)JToken.Parse("3")|(long)JToken.Parse("3.5")|(DateTime)JToken.Parse("'x'")|new JValue(1).Equals(new JValue(1))
new DateTime(2020,2,29).AddYears(1)|new DateTime(2020,1,31).AddMonths(1)|new DateTime(2020,1,1).ToString("yyyy-MM-ddTHH:mm:ssZ")|new DateTime(2020,1,2,3,4,5).ToString("o")|new DateTime(2020,1,2,15,4,5).ToString("ddd, dd MMM yyyy hh:mm tt")|new DateTime(2020,1,2)-new DateTime(2020,1,1)|(new DateTime(2020,1,2)-new DateTime(2020,1,1)).TotalHours|DateTime.MinValue|new DateTime(2020,13,1)|DateTime.Parse("2020-01-02")|DateTime.Parse("x")|TimeSpan.FromSeconds(90)|TimeSpan.FromSeconds(1.5).TotalMilliseconds|new DateTime(2020,1,1).AddSeconds(0.0015).Ticks|DateTimeOffset.Parse("Wed, 21 Oct 2015 07:28:00 GMT")|DateTimeOffset.Parse("2020-01-01T00:00:00+02:00")|new DateTime(2020,1,1).DayOfWeek|DateTime.Parse("2020-01-02T03:04:05").ToString("r")|DateTime.MaxValue.AddDays(1)|new TimeSpan(1,2,3,4)
Regex.IsMatch("a1b","[0-9]")|Regex.Match("key=val","(\\\\w+)=(\\\\w+)").Groups[2].Value|Regex.Replace("a-b-c","-","+")|Regex.Match("abc","x").Success|Regex.Replace("john smith","(\\\\w+) (\\\\w+)","$2 $1")|Regex.IsMatch("ABC","abc",RegexOptions.IgnoreCase)|Regex.Match("aaa","a{2}").Value|Regex.Split("a1b22c","[0-9]+")|Regex.IsMatch("x","[")|Regex.Match("x12y","(?<n>\\\\d+)").Groups["n"].Value|Regex.Match("abab","(?:ab)*?$").Index|Regex.IsMatch("foobar","foo(?=bar)")|Regex.IsMatch("aa","^(a)\\\\1$")|Regex.Matches("a b c","\\\\w").Count
new[]{3,1,2}.OrderBy(x=>x)|new[]{3,1,2}.Max()|new[]{1,2,3}.Where(x=>x>1).Select(x=>x*2)|new[]{1,2,3}.Sum()|new[]{1,2}.Average()|new int[0].First()|new int[0].FirstOrDefault()|new string[0].FirstOrDefault()|new[]{1,2,3}.Any(x=>x>2)|new[]{1,1,2}.Distinct().Count()|Enumerable.Range(1,4).Aggregate((a,b)=>a*b)|new List<int>{1,2,3}.Count|new Dictionary<string,int>{{"a",1}}["a"]|new Dictionary<string,int>()["a"]|new[]{"b","a"}.OrderBy(x=>x).ToArray()|new[]{1,2,3}.Skip(1).Take(1)|new[]{1,2,3}[3]|new List<int>()[0]|new HashSet<string>{"a","a"}.Count|new[]{1,2,3}.ToDictionary(x=>x,x=>x*x)[2]|new[]{1,2}.Single()|new[]{1,2}.Last()
((string)null)?.Length|((string)null)?.Substring(1).Length|((string)null).Length|((string)null)??"d"|1>2?1:2L|true?1:2.0|(object)1==(object)1|1==1.0|'a'=='a'|null==null|"a"+(string)null|$"{1:00}-{"x",3}"|$"{{}}"|new[]{1,2}.GetType().Name|typeof(int).FullName|1.GetType().Name|checked(int.Parse("2147483647")+1)|int.Parse("2147483647")+1|int.Parse("1")/int.Parse("0")|1.0/0|-1.0/0|0.0/0|1<<33|-8>>1|5&3|5|6^3|~5|!true|-(int.Parse("-2147483648"))|long.Parse("9223372036854775807")+1|(int)long.Parse("4294967297")|Guid.Empty|Guid.Parse("x")|new Uri("https://a.b/c?d=1").Host|WebUtility.UrlEncode("a b&c")|Uri.EscapeDataString("a b/é")|BitConverter.ToString(new byte[]{1,255})|new StringBuilder("a").Append(1).ToString()|new Exception("m").Message|Math.Max('a','b')|Tuple.Create
`;

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Well-typed or not: the comparison drops what either compiler refuses, and counts it. */
export function generatedCases(seed: number, count: number): string[] {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const literals: Record<string, readonly string[]> = {
    int: ["0", "1", "-3", "7", 'int.Parse("2147483647")', 'int.Parse("-5")', '"abc".Length', "(int)'x'"],
    long: ["3L", 'long.Parse("9000000000")', "-7L"],
    double: ["0.5", "2.0", "-1.25", "1e10", "100.0"],
    decimal: ["1.50m", "3m", "-0.25m"],
    char: ["'a'", "'9'"],
    string: ['"abc"', '""', '" x "', '"a,b"', '"12"', "(string)null"],
    bool: ["true", "false"],
    object: ["(object)1", '(object)"s"', "(object)null", "(object)2L", "(object)1.5"],
    token: [
      'JToken.Parse("5")',
      "JToken.Parse(\"'t'\")",
      'JToken.Parse("null")',
      'JToken.Parse("1.5")',
      'JToken.Parse("true")',
      "JToken.Parse(\"{'k':[1]}\")",
      'JToken.Parse("{}")["x"]',
    ],
  };
  const number = (depth: number): string => {
    const type = pick(["int", "int", "long", "double", "decimal", "char"]);
    if (depth <= 0) return pick(literals[type] as string[]);
    const form = next();
    if (form < 0.6)
      return `(${number(depth - 1)} ${pick(["+", "-", "*", "/", "%", "+", "-"])} ${number(depth - 1)})`;
    if (form < 0.7)
      return `(${pick(["int", "long", "double", "decimal", "char", "byte"])})(${number(depth - 1)})`;
    if (form < 0.8) return `Math.${pick(["Max", "Min"])}(${number(depth - 1)}, ${number(depth - 1)})`;
    if (form < 0.9) return `(${bool(depth - 1)} ? ${number(depth - 1)} : ${number(depth - 1)})`;
    return `(${pick(["int", "long", "double", "decimal"])})${pick(literals[pick(["token", "object"])] as string[])}`;
  };
  const bool = (depth: number): string =>
    depth <= 0
      ? pick(literals.bool as string[])
      : `(${number(depth - 1)} ${pick(["<", ">", "==", "!=", "<=", ">="])} ${number(depth - 1)})`;
  const text = (depth: number): string => {
    if (depth <= 0) return pick(literals.string as string[]);
    const inner = `(${text(depth - 1)})`;
    return pick([
      `${inner}.Trim()`,
      `${inner}.Substring(${pick(["0", "1", "5"])})`,
      `(${inner} + ${number(depth - 1)})`,
      `${inner}.Replace("a", ${text(depth - 1)})`,
      `(${inner} ?? "n")`,
      `(string)${pick(literals.token as string[])}`,
      `(string)(${pick(literals.object as string[])})`,
      `(${number(depth - 1)}).ToString()`,
      `(${number(depth - 1)}).ToString("${pick(["0.00", "F1", "N2", "D4", "X", "#,##0.#"])}")`,
      `string.Join("-", ${inner}.Split(','))`,
      `$"{${number(0)}}:{${text(0)},4}"`,
    ]);
  };
  const any = (): string =>
    pick([
      () => number(3),
      () => text(2),
      () => bool(3),
      () => `int.Parse(${text(1)})`,
      () => `Convert.ToInt32(${pick([number(1), text(1)])})`,
      () => `(${text(1)})?.Length`,
      () => `new JArray(${number(1)}, ${text(1)}).ToString(Formatting.None)`,
      () => `new[] { ${number(1)}, ${number(1)} }.Max()`,
    ])();
  const found = new Set<string>();
  while (found.size < count) found.add(any());
  return [...found];
}

export function handPickedCases(): string[] {
  return handPicked
    .trim()
    .split("\n")
    .flatMap((line) => line.split(/(?<![|])\|(?![|])/))
    .filter((source) => source !== "" && source !== "Tuple.Create");
}
