import { compileExpression } from "../../src/csharp/compileExpression";
import { goldenExpressions } from "./goldenExpressions";

/**
 * Members that policy expressions may use, for the types of which the reference does not list all ("API Management policy
 * expressions", .NET Framework types allowed). What is not there is refused when the policy is saved.
 */
const some: Readonly<Record<string, readonly string[]>> = {
  JsonConvert: ["SerializeObject", "DeserializeObject"],
  DateTime: [
    ..."new Add AddDays AddHours AddMilliseconds AddMinutes AddMonths AddSeconds AddTicks AddYears Date Day DayOfWeek".split(
      " ",
    ),
    ..."DayOfYear DaysInMonth Hour IsDaylightSavingTime IsLeapYear MaxValue Millisecond Minute MinValue Month Now Parse".split(
      " ",
    ),
    ..."Second Subtract Ticks TimeOfDay Today ToString UtcNow Year".split(" "),
  ],
  // `Index`, `Length` and `Value` are those of `Capture`, which `Group` inherits.
  Group: ["Captures", "Success", "Index", "Length", "Value"],
  Match: ["Empty", "Groups", "Result"],
  GroupCollection: ["Count", "Item"],
  Regex: ["new", "IsMatch", "Match", "Matches", "Replace", "Unescape", "Split"],
};

/** Types of which the reference lists all members, and those of `context`, which has a test of its own. */
const all = new Set(
  `Convert DateTimeOffset Formatting JArray JContainer JObject JProperty JToken JTokenType Math Random RegexOptions
   StringComparison StringSplitOptions TimeSpan int long object string IReadOnlyDictionary
   [] IContext ILastError IMessageBody IOperation IRequest IResponse IUrl`.split(/\s+/),
);

/** What `set-variable` may hold, of the types that a compiler can tell; "object" is judged when scenarios run. */
const holds = new Set("bool int long string object JObject JArray".split(" "));

const compiled = goldenExpressions().map((text) => compileExpression(text));

const open = (member: string): boolean => {
  const [type = "", name = ""] = member.split(".");
  return all.has(type) || (some[type]?.includes(name) ?? false);
};

test("every member that the policies use is one that API Management lets expressions use", () => {
  const used = [...new Set(compiled.flatMap(({ members }) => [...members]))];
  expect(used.filter((member) => !open(member))).toEqual([]);
  expect(used.length).toBeGreaterThan(60);
});

test("every value has a type that a variable may hold, as far as it shows", () => {
  expect(compiled.map(({ resultType }) => resultType).filter((type) => !holds.has(type))).toEqual([]);
});

test("a member that is not on the list is told apart", () => {
  expect(
    ["Match.NextMatch", "Match.Groups", "DateTime.AddDays", "DateTime.ToUniversalTime"].map(open),
  ).toEqual([false, true, true, false]);
  expect(() => compileExpression('@(Regex.Match("a", "a").NextMatch().Value)')).toThrow("NextMatch");
});
