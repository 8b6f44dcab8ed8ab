import { grammar } from "./expressionGrammar";
import type { OracleCase } from "./mono";

/** Expressions and bodies over the contexts, from a seed. */
export function contextCases(seed: number, count: number, contexts: number): OracleCase[] {
  const { number, bool, text, token, items, query, value, pick } = grammar(seed);
  const caught =
    "InvalidCastException FormatException NullReferenceException ArgumentException OverflowException".split(
      " ",
    );
  const bodies: readonly (() => string)[] = [
    () => `{ try { return ${value(1)}; } catch (${pick(caught)}) { return "caught"; } }`,
    () =>
      `{ try { return ${value(2)}; } catch (${pick(caught)} e) { return e.GetType().Name; } catch (Exception) { return "other"; } finally { } }`,
    () => `{ var a = ${number(1)}; var b = ${number(1)}; return a > b ? a - b : a + b; }`,
    () =>
      `{ var total = 0; foreach (var item in ${items()}) { total += (int)item["weight"]; if (total > 7) { break; } } return total; }`,
    () =>
      `{ var names = new List<string>(); foreach (JToken item in ${items()}) { if (item["name"] == null) { continue; } names.Add((string)item["name"]); } return string.Join(",", names); }`,
    () =>
      `{ if (${bool(1)}) { return ${text(1)}; } else if (${bool(0)}) { return ${number(1)}; } return ${token(0)}; }`,
    () =>
      `{ var made = new JObject(); made["a"] = ${number(0)}; made["b"] = ${text(0)}; made["c"] = ${token(0)}; made.Remove("a"); return made.ToString(Formatting.None); }`,
    () => `{ int n; return int.TryParse(${text(1)}, out n) ? n * 2 : n - 1; }`,
    () =>
      `{ string[] found; if (context.Request.Headers.TryGetValue("x-many", out found)) { return found[found.Length - 1]; } return ${text(0)}; }`,
    () =>
      `{ for (int i = 0; i < 3; i++) { if (i == ${pick(["0", "2", "5"])}) { return ${value(1)}; } } return "end"; }`,
    () =>
      `{ Func<int, int> twice = x => x * 2; return twice(${pick(["3", `(int)${number(0)}`])}) + ${number(0)}; }`,
    () =>
      `{ var text = new StringBuilder(); foreach (var part in (${text(0)}).Split(',')) { text.Append(part).Append(';'); } return text.ToString(); }`,
    () =>
      `{ var counts = new Dictionary<string, int>(); foreach (var item in ${items()}) { var key = (string)item["tier"]; counts[key] = counts.ContainsKey(key) ? counts[key] + 1 : 1; } return counts.Count; }`,
    () =>
      `{ var once = context.Request.Body.As<string>(); var again = context.Request.Body.As<string>(); return once.Length + ":" + again; }`,
    () =>
      `{ var kept = context.Request.Body.As<string>(true); var parsed = context.Request.Body.As<JObject>(); return parsed.Count + kept.Length; }`,
    () =>
      `{ switch (${text(0)}) { case "abc": return 1; case "": return 2; case null: return 3; default: return ${number(0)}; } }`,
    () => `{ object found = ${value(1)}; var s = found as string; return s == null ? found : s.Length; }`,
    () =>
      `{ JToken found; var jo = (JObject)context.Variables["jo"]; return jo.TryGetValue("${pick(["name", "x"])}", out found) ? found : ${token(0)}; }`,
    () => `{ var n = ${number(1)}; n += 1; n++; return n; }`,
    () =>
      `{ throw new ${pick(["InvalidOperationException", "ArgumentException", "Exception"])}(${text(0)}); }`,
  ];
  const found = new Map<string, OracleCase>();
  while (found.size < count) {
    const isBody = found.size % 4 === 3;
    const source = isBody ? pick(bodies)() : pick([() => value(2), () => value(1), query, () => value(3)])();
    if (!found.has(source)) found.set(source, { source, isBody, context: found.size % contexts });
  }
  return [...found.values()];
}
