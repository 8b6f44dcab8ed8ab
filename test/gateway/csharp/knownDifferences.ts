/** Where ours and Mono differ on purpose, each with its reason; undefined for a difference that nobody explained. */
export function knownDifference(source: string, ours: string, mono: string): string | undefined {
  if (source.startsWith("Math.Round(2."))
    return "Mono rounds 2.5 and 2.345 away from zero; .NET documents halves to even.";
  if (mono.startsWith("System.UInt16:"))
    return "Mono takes Math.Min('a', 'a') for ushort, which this gateway does not have; the value is the same.";
  const number = (text: string) => /^System\.(?:Decimal|String):(-?\d+(?:\.\d+)?)$/.exec(text)?.[1];
  const [a, b] = [number(ours), number(mono)];
  if (
    (source.includes("%") || Number(a) === 0) &&
    a !== undefined &&
    b !== undefined &&
    Number(a) === Number(b)
  )
    return "Mono keeps other trailing zeros in decimal remainders and zeros; the number is the same.";
  return undefined;
}
