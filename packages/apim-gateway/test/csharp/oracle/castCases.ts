import { descriptions } from "./descriptions";
import type { OracleCase } from "./mono";

const targets =
  "string int long double decimal bool char byte sbyte short ushort uint ulong float int? long? double? bool? DateTime DateTime? TimeSpan Guid object JObject JArray JToken JValue JContainer JProperty string[] int[] List<string> IEnumerable<string> IEnumerable<JToken> Exception StringBuilder".split(
    " ",
  );
const classes = new Set(
  "string object JObject JArray JToken JValue JContainer JProperty string[] int[] List<string> IEnumerable<string> IEnumerable<JToken> Exception StringBuilder int? long? double? bool? DateTime?".split(
    " ",
  ),
);
const defaults: Readonly<Record<string, string>> = {
  string: '"d"',
  int: "5",
  long: "5L",
  double: "0.5",
  decimal: "0.5m",
  bool: "true",
  JObject: "new JObject()",
  "int?": "null",
};
const conversions = "ToString ToInt32 ToInt64 ToDouble ToDecimal ToBoolean ToChar ToByte ToDateTime".split(
  " ",
);

/** Every variable as every type, in every way that policies do it: a boxed value is cast exactly or not at all. */
export function castCases(): OracleCase[] {
  const names = [...Object.keys(descriptions[0]?.variables ?? {}), "missing"];
  const sources = names.flatMap((name) => {
    const variable = `context.Variables["${name}"]`;
    return [
      ...targets.flatMap((type) => [
        `(${type})${variable}`,
        `context.Variables.GetValueOrDefault<${type}>("${name}")`,
        `${variable} is ${type}`,
        ...(classes.has(type) ? [`${variable} as ${type}`] : []),
        ...(type in defaults
          ? [`context.Variables.GetValueOrDefault<${type}>("${name}", ${defaults[type]})`]
          : []),
      ]),
      ...conversions.map((conversion) => `Convert.${conversion}(${variable})`),
      `context.Variables.GetValueOrDefault("${name}", "d")`,
      `context.Variables.GetValueOrDefault("${name}", 5)`,
      `context.Variables.GetValueOrDefault("${name}", (object)null)`,
      `context.Variables.ContainsKey("${name}")`,
      `${variable}.ToString()`,
      `${variable}?.ToString()`,
      `"<" + ${variable} + ">"`,
      `$"{${variable}}"`,
      `$"{${variable},8}|{${variable},-8}|"`,
      `string.Format("{0}", ${variable})`,
      `string.Concat(${variable}, 1)`,
      `${variable} == null`,
      `${variable} ?? "d"`,
      `${variable}.Equals(7)`,
      `${variable}.Equals("abc")`,
      `object.Equals(${variable}, 7L)`,
      `${variable}.GetType().Name`,
      `(int)(long)${variable}`,
      `(long)(int)${variable}`,
      `int.Parse((string)${variable})`,
      `int.Parse(${variable}.ToString())`,
      `new JValue(${variable}).Type`,
      `new JProperty("p", ${variable}).ToString(Formatting.None)`,
      `JsonConvert.SerializeObject(${variable})`,
      `((JToken)${variable}).Type`,
      `((JToken)${variable}) == null`,
      `(string)(JToken)${variable}`,
      `(int)(JToken)${variable}`,
      `(int?)(JToken)${variable}`,
      `(long)(JToken)${variable}`,
      `(double)(JToken)${variable}`,
      `(decimal)(JToken)${variable}`,
      `(bool)(JToken)${variable}`,
      `(DateTime)(JToken)${variable}`,
      `((JToken)${variable}).Value<string>()`,
      `((JToken)${variable}).Value<int>()`,
      `((JToken)${variable}).Value<int?>()`,
      `((JToken)${variable}).ToObject<string>()`,
      `((JToken)${variable}).ToObject<int>()`,
      `((JToken)${variable})["name"]`,
      `((JToken)${variable})[0]`,
      `((JToken)${variable}).HasValues`,
      `((JToken)${variable}).Children().Count()`,
      `((JToken)${variable}).SelectToken("nested.list[2].deep")`,
    ];
  });
  return sources.map((source, index) => ({ source, isBody: false, context: index % 2 }));
}
