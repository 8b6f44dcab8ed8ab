import { evaluated } from "./evaluating";

// What Mono's compiler and run time make of each.
test.each([
  ["3000000000", "System.UInt32"],
  ["5000000000", "System.Int64"],
  ["0xFFFFFFFF", "System.UInt32"],
  ["1u + 1", "System.UInt32"],
  ['1u + int.Parse("1")', "System.Int64"],
  ["1ul + 1u", "System.UInt64"],
  ["-1u", "System.Int64"],
  ["(byte)1 + (byte)2", "System.Int32"],
  ["~1u", "System.UInt32"],
  ["1.5f * 2", "System.Single"],
  ["1u + 1.5f", "System.Single"],
  ["'a' + 1u", "System.UInt32"],
  ["Math.Max((short)1, (short)2)", "System.Int16"],
])("%s is a %s", (source, type) => {
  expect(evaluated(`(${source}).GetType().FullName`)).toBe(type);
});

test.each([
  ['uint.Parse("4294967295") + 1u', "0"],
  ['1u - uint.Parse("2")', "4294967295"],
  [
    'checked(uint.Parse("4294967295") + 1u)',
    "System.OverflowException: Arithmetic operation resulted in an overflow.",
  ],
  ['var n = int.Parse("2147483647"); unchecked { n++; } return n;', "-2147483648"],
  [
    'var n = int.Parse("2147483647"); checked { n++; } return n;',
    "System.OverflowException: Arithmetic operation resulted in an overflow.",
  ],
  ["unchecked { return int.MaxValue + 1; }", "-2147483648"],
  [
    'checked { return new[] { int.Parse("2147483647") }.Select(n => n + 1).First(); }',
    "System.OverflowException: Arithmetic operation resulted in an overflow.",
  ],
  ['(byte)double.Parse("300")', "44"],
  ["(short)70000L", "refused: The constant does not fit into `short`."],
  ['(short)int.Parse("70000")', "4464"],
  ['(ulong)long.Parse("-1")', "18446744073709551615"],
  ["(float)1 / 3", "0.3333333"],
  ["(double)0.1f", "0.100000001490116"],
  ["123456789f", "1.234568E+08"],
  ["0.1f == 0.1", "False"],
  ["1u << 33", "2"],
  ['((short)-1).ToString("X")', "FFFF"],
  ['short.Parse("40000")', "System.OverflowException: Value was either too large or too small for an Int16."],
  ["Convert.ToUInt32(-1)", "System.OverflowException: Value was either too large or too small for a UInt32."],
  ['Convert.ToInt32("ff", 16)', "255"],
  ["Math.Round(2.5, MidpointRounding.AwayFromZero)", "3"],
  ["Math.Round(5.015, 2)", "5.01"],
  ["short s = 5; s += 1; s++; return s;", "7"],
  ["byte b = 255; b++; return b;", "0"],
  ["(uint)(object)1", "System.InvalidCastException: Specified cast is not valid."],
  [
    '(short)JToken.Parse("70000")',
    "System.OverflowException: Value was either too large or too small for an Int16.",
  ],
  ["new JArray(1u, 1.5f, (short)-2)", "[1,1.5,-2]"],
  [
    "new[] { int.MaxValue, 1 }.Sum()",
    "System.OverflowException: Arithmetic operation resulted in an overflow.",
  ],
])("%s gives %s", (source, expected) => {
  expect(evaluated(source)).toBe(expected);
});

test.each([
  ['1ul + int.Parse("1")', "Operator `+` cannot be applied to operands of type `ulong` and `int`."],
  ["-1ul", "Operator `-` cannot be applied to an operand of type `ulong`."],
  ["1.5f + 1.5m", "Operator `+` cannot be applied to operands of type `float` and `decimal`."],
  ["float f = 1.5; return f;", "Cannot implicitly convert type `double` to `float`."],
  ["short s = 40000; return s;", "Cannot implicitly convert type `int` to `short`."],
  ["uint u = -1; return u;", "Cannot implicitly convert type `int` to `uint`."],
  ["uint.MaxValue + 1u", "The operation overflows at compile time in checked mode."],
  ["99999999999999999999", "Integral constant is too large."],
  ["dynamic d = 1; return d;", "The type `dynamic` is not supported by this gateway."],
])("%s is refused", (source, message) => {
  expect(evaluated(source)).toBe(`refused: ${message}`);
});
