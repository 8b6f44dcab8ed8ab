/** Members that .NET got after the .NET Framework, whose types policy expressions have, and what does the same there. */
const members: Readonly<Record<string, string>> = {
  Chunk: "",
  Clamp: "`Math.Min` and `Math.Max`",
  DistinctBy: "`GroupBy`",
  Fill: "a loop",
  FromHexString: "`Convert.ToByte(…, 16)`",
  HashData: "`Create()` and `ComputeHash`",
  MaxBy: "`OrderByDescending`",
  MinBy: "`OrderBy`",
  Shared: "`new Random()`",
  SkipLast: "`Take`",
  TakeLast: "`Skip`",
  ToHexString: "`BitConverter.ToString`",
  TrimEntries: "`Select(s => s.Trim())`",
  TryAdd: "`ContainsKey`",
};

/** The same of overloads, by the call and its arguments. */
const overloads: readonly (readonly [call: RegExp, given: RegExp, other: string])[] = [
  [/^string\.Contains$/, /, StringComparison$/, "`IndexOf(text, comparison) >= 0`"],
  [/^string\.Split$/, /^string(?:, StringSplitOptions)?$/, '`Split(new[] { "…" }, StringSplitOptions.None)`'],
  [/^string\.Split$/, /^char, StringSplitOptions$/, "`Split(new[] { ',' }, options)`"],
  [/\.(?:First|Last|Single)OrDefault$/, /, lambda, /, "`DefaultIfEmpty`, or `??`"],
];

const newer = " It is newer than the .NET Framework, whose types policy expressions have.";
const withOther = (other: string) => (other === "" ? newer : `${newer} Use ${other}.`);

/** A sentence about a member that is missing, where it is missing for its age; else empty. */
export function wayOutOfMember(name: string): string {
  const other = Object.hasOwn(members, name) ? members[name] : undefined;
  return other === undefined ? "" : withOther(other);
}

/** The same of a call that no overload takes. @param given the types of the arguments, with commas */
export function wayOutOfCall(what: string, given: string): string {
  const found = overloads.find(([call, types]) => call.test(what) && types.test(given));
  return found === undefined ? "" : withOther(found[2]);
}
