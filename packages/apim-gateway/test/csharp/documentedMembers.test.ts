import { standingOf, unlistedResults, unlistedThatRun } from "../../src/csharp/allowList";
import { compileExpression } from "../../src/csharp/compileExpression";
import { extensions, knownTypes } from "../../src/csharp/types/registry";
import { goldenExpressions } from "./goldenExpressions";

const compiled = goldenExpressions().map((text) => compileExpression(text));

/** Every member that the library has, as the list judges it. */
function library(): { readonly member: string; readonly kind: string }[] {
  const own = [...knownTypes()].flatMap((type) =>
    [...type.members.names(), ...(type.constructors.length > 0 ? ["new"] : [])].map((name) => ({
      type,
      name,
    })),
  );
  const added = [...extensions.names()].flatMap((name) =>
    extensions.get(name).map(({ owner }) => ({ type: owner, name })),
  );
  return [...own, ...added].map(({ type, name }) => ({
    member: `${type.fullName}.${name}`,
    kind: standingOf(type, name).kind,
  }));
}

/**
 * What the library has and the list does not. It runs for the comparison with Mono and with `--lenient`; a document that
 * uses it is refused. Whoever adds a member that is not listed has to add it here too.
 */
const unlisted = `
  Newtonsoft.Json: JsonException.new JsonReaderException.new
  System: ArgumentException.new ArgumentNullException.new ArgumentOutOfRangeException.new ArithmeticException.new
    DivideByZeroException.new FormatException.new IndexOutOfRangeException.new InvalidCastException.new
    InvalidOperationException.new NotImplementedException.new NotSupportedException.new NullReferenceException.new
    OverflowException.new RankException.new SystemException.new TimeoutException.new UriFormatException.new
    DateTime.Compare DateTime.CompareTo DateTime.Default DateTime.Kind DateTime.ToLocalTime DateTime.ToUniversalTime
    DateTime.TryParse DateTimeKind.Local DateTimeKind.Unspecified Enum.GetName Enum.GetNames Enum.IsDefined
    Type.FullName Type.Name UriKind.Absolute UriKind.Relative UriKind.RelativeOrAbsolute
  System.Collections.Generic: KeyNotFoundException.new
  System.Globalization: CultureInfo.CurrentCulture CultureInfo.InvariantCulture NumberStyles.AllowCurrencySymbol
    NumberStyles.AllowDecimalPoint NumberStyles.AllowExponent NumberStyles.AllowHexSpecifier
    NumberStyles.AllowLeadingSign NumberStyles.AllowLeadingWhite NumberStyles.AllowParentheses
    NumberStyles.AllowThousands NumberStyles.AllowTrailingSign NumberStyles.AllowTrailingWhite NumberStyles.Any
    NumberStyles.Currency NumberStyles.Float NumberStyles.HexNumber NumberStyles.Integer NumberStyles.None
    NumberStyles.Number
  System.Net: IPAddress.Any IPAddress.Loopback
  System.Security.Cryptography: MD5CryptoServiceProvider.new RandomNumberGenerator.Create
    SHA1CryptoServiceProvider.new SHA256CryptoServiceProvider.new SHA384CryptoServiceProvider.new
    SHA512CryptoServiceProvider.new
  System.Text: UTF8Encoding.new
  System.Text.RegularExpressions: Regex.Escape
  System.Xml.Linq: LoadOptions.None LoadOptions.PreserveWhitespace LoadOptions.SetBaseUri LoadOptions.SetLineInfo
    SaveOptions.DisableFormatting SaveOptions.None SaveOptions.OmitDuplicateNamespaces XDocument.Load
`;

test("what the library has is on Microsoft's list, or is refused by name", () => {
  const expected = unlisted
    .trim()
    .split(/\n\s+(?=[\w.]+: )/)
    .flatMap((line) => {
      const [space = "", names = ""] = line.trim().split(": ");
      return names.split(/\s+/).map((name) => `${space}.${name}`);
    });
  const found = library().filter(({ kind }) => kind === "refused");
  expect([...new Set(found.map(({ member }) => member))].sort()).toEqual(expected.sort());
});

test("what runs although it is not listed is there, and has a reason", () => {
  const members = new Set(library().map(({ member }) => member));
  expect(Object.keys(unlistedThatRun).filter((member) => !members.has(member))).toEqual([]);
  const types = new Set([...knownTypes()].map(({ fullName }) => fullName));
  expect(Object.keys(unlistedResults).filter((type) => !types.has(type))).toEqual([]);
  for (const reason of Object.values(unlistedThatRun)) expect(reason.length).toBeGreaterThan(20);
});

/** What `set-variable` may hold, of the types that a compiler can tell; "object" is judged when scenarios run. */
const holds = new Set("bool int long string object JObject JArray".split(" "));

test("every member that the policies use is one that API Management lets expressions use", () => {
  expect(
    compiled.flatMap(({ source, unlisted }) => unlisted.map(({ message }) => [source, message])),
  ).toEqual([]);
  expect(new Set(compiled.flatMap(({ members }) => [...members])).size).toBeGreaterThan(60);
});

test("every value has a type that a variable may hold, as far as it shows", () => {
  expect(compiled.map(({ resultType }) => resultType).filter((type) => !holds.has(type))).toEqual([]);
});

test.each([
  ["DateTime.UtcNow.ToUniversalTime()", "System.DateTime.ToUniversalTime", 17],
  ['new[] { "a" }.Select(x => DateTime.TryParse(x, out var d))', "System.DateTime.TryParse", 36],
  [
    'double.Parse("1", System.Globalization.CultureInfo.InvariantCulture)',
    "CultureInfo.InvariantCulture",
    49,
  ],
  ["1.GetType().Name", "System.Type.Name", 13],
  ['Regex.Escape("a")', "System.Text.RegularExpressions.Regex.Escape", 7],
  [
    "new SHA256CryptoServiceProvider().HashSize",
    "new System.Security.Cryptography.SHA256CryptoServiceProvider",
    1,
  ],
])("%s is refused, with its place", (source, member, offset) => {
  const { unlisted } = compileExpression(`@(${source})`);
  expect(unlisted).toHaveLength(1);
  expect(unlisted[0]?.message).toContain(member);
  expect(unlisted[0]?.offset).toBeGreaterThanOrEqual(offset);
});

test("a type that is only named, and what every type has, is let pass", () => {
  const body =
    "try { return DateTime.Now.Equals(null).ToString(); } catch (FormatException e) { return e.Message; }";
  expect(compileExpression(`@{ ${body} }`).unlisted).toEqual([]);
});

test("the values of a listed member whose type is not listed are told, once", () => {
  const { unlisted, warnings } = compileExpression(
    '@(DateTime.UtcNow.DayOfWeek == DayOfWeek.Saturday || DateTime.UtcNow.DayOfWeek == DayOfWeek.Sunday || Regex.Matches("a", "a").Count > 1)',
  );
  expect(unlisted).toEqual([]);
  expect(warnings.map(({ message }) => message.split("`")[1])).toEqual([
    "System.DayOfWeek",
    "System.Text.RegularExpressions.MatchCollection",
  ]);
  expect(() => compileExpression('@(Regex.Match("a", "a").NextMatch().Value)')).toThrow("NextMatch");
});
