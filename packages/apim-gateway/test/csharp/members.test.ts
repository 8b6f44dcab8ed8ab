import { compileExpression } from "../../src/csharp/compileExpression";
import { textOf } from "../../src/csharp/runtime/text";

const environment = { now: () => 0, random: () => 0.5 };
const evaluate = (body: string) =>
  textOf(compileExpression(`@{ ${body} }`).evaluate({} as never, environment), { doubles: "G15" });

test.each([
  [`int[] a = { 3, 1, 2, }; return string.Join(",", a);`, "3,1,2"],
  [`string[][] a = { new[] { "x" } }; return a[0][0];`, "x"],
  [`var a = new[] { 1, 2, 3 }; Array.Copy(a, 0, a, 1, 2); return string.Join(",", a);`, "1,1,2"],
  [`var sb = new StringBuilder("a,b,"); sb.Length--; sb[0] = 'z'; return sb.ToString();`, "z,b"],
  [`return new StringBuilder("abc").Insert(1, 5).Remove(0, 1).Append('-', 2).ToString();`, "5bc--"],
  [`return "abcabc".LastIndexOf("b", 3) + "abc".LastIndexOf("x", StringComparison.Ordinal);`, "0"],
  [`return Convert.ToString(-5, 2).Length + Convert.ToString(255, 16);`, "32ff"],
  [
    `var l = new List<int> { 1, 2, 3 }; l.RemoveRange(0, 1); return string.Join(",", l.ConvertAll(x => x * 2));`,
    "4,6",
  ],
  [`return ((DateTime?)null).GetValueOrDefault().Year + ((int?)7).GetValueOrDefault();`, "8"],
  [`return new[] { 1, 2 }.Join(new[] { 2, 3 }, a => a, b => b, (a, b) => a + b).Single();`, "4"],
  [
    `return new Regex("A", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)).Replace("a-a-a", "x", 2) + Regex.IsMatch("b", "a", RegexOptions.None, TimeSpan.FromSeconds(1));`,
    "x-x-aFalse",
  ],
  [
    `return string.Join("|", new Regex(",").Split("1,2,3", 2)) + new Regex("a").Match("aXa", 1).Index;`,
    "1|2,32",
  ],
  [`return Encoding.GetEncoding(28591).GetString(new byte[] { 233 });`, "é"],
])("%s gives %s", (body, expected) => {
  expect(evaluate(body)).toBe(expected);
});

test("what .NET's own cipher decrypts is what this one encrypted", () => {
  const body = `
    using (var cipher = SymmetricAlgorithm.Create("aes")) {
      cipher.KeySize = 128;
      cipher.Padding = PaddingMode.PKCS7;
      var secret = Encoding.UTF8.GetBytes("a secret").Encrypt(cipher);
      return cipher.Key.Length + Encoding.UTF8.GetString(secret.Decrypt("Aes", cipher.Key, cipher.IV));
    }`;
  expect(evaluate(body)).toBe("16a secret");
});

test.each(["1", "DateTime.MinValue", "true", "DayOfWeek.Friday"])(
  "%s is never null, and that is told",
  (value) => {
    const compiled = compileExpression(`@(${value} != null)`);
    expect(compiled.evaluate({} as never, environment)).toBe(true);
    expect(compiled.warnings.at(-1)?.message).toContain("always true");
  },
);

test.each([
  [`var a = { 1 }; return a;`, "Only an array"],
  [`int a = { 1 }; return a;`, "Only an array"],
  [`return new KeyValuePair<string, int>("a", 1) == null;`, "cannot be applied"],
])("%s is refused", (body, message) => {
  expect(() => compileExpression(`@{ ${body} }`)).toThrow(message);
});

test.each([
  [`new Regex("a", RegexOptions.None, TimeSpan.Zero)`, "System.ArgumentOutOfRangeException"],
  [`new Regex("a").Match("a", 2)`, "System.ArgumentOutOfRangeException"],
  [`new Regex("a").Replace("a", "b", -2)`, "System.ArgumentOutOfRangeException"],
  ["Encoding.GetEncoding(1252)", "System.NotSupportedException"],
  ["((string[])null).Select(one => one.Length)", "System.ArgumentNullException"],
])("%s fails with %s", (source, failure) => {
  expect(() => evaluate(`return ${source};`)).toThrow(expect.objectContaining({ exceptionType: failure }));
});
