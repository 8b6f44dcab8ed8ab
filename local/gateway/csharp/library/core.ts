import { keyOf } from "../runtime/collections";
import { compareDecimals, decimalFromNumber, decimalToNumber, roundDecimal } from "../runtime/decimal";
import { formatValue } from "../runtime/formatValue";
import { netName, parseBoolean, toBoolean, toDateTime, tokenTo, toNumber } from "../runtime/json/convert";
import { CsJValue } from "../runtime/json/token";
import { type ParsedKind, parseNumber, tryParseNumber } from "../runtime/parseNumber";
import { textOf } from "../runtime/text";
import { CsDateTime } from "../runtime/time";
import { CsTypeObject } from "../runtime/typeObject";
import {
  argumentNull,
  CsByte,
  CsChar,
  CsDecimal,
  CsDouble,
  CsEnum,
  CsException,
  charOf,
  fail,
  type Value,
} from "../runtime/value";
import { fullNameOf } from "../types/csType";
import { builtin, findDefinition } from "../types/registry";
import { runtimeType } from "../types/runtimeType";
import { defineType, extendType, type Rows } from "../types/table";

/** `Equals` of any two values: same type and same value, or the same object. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  return a.csEquals !== undefined ? a.csEquals(b) : a.csType === b.csType && keyOf(a) === keyOf(b);
}

for (const make of [CsDouble, CsChar, CsByte, CsDecimal, CsEnum])
  (make.prototype as { csKey?: () => string }).csKey = function (this: Value) {
    return textOf(this, { doubles: "shortest" });
  };

extendType(builtin.object.definition, {
  "new()": () => ({ csType: "object" }),
  "string ToString()"(self: Value) {
    return textOf(self, this);
  },
  "bool Equals(object obj)": equal,
  "static bool Equals(object objA, object objB)": equal,
  "static bool ReferenceEquals(object objA, object objB)": (a: Value, b: Value) =>
    a === b && typeof a !== "number" && typeof a !== "bigint",
  "int GetHashCode()": (self: Value) =>
    [...keyOf(self)].reduce((hash, char) => (Math.imul(hash, 31) + char.charCodeAt(0)) | 0, 17),
  "Type GetType()": (self: Exclude<Value, null>) => new CsTypeObject(runtimeType(self)),
});

defineType("class", "System.Type", {
  "string Name": (self: CsTypeObject) =>
    self.type.definition.name === "[]"
      ? fullNameOf(self.type).replace(/^.*\./, "")
      : self.type.definition.fullName.replace(/^.*\./, "") +
        (self.type.args.length > 0 && self.type.definition.name !== "[]" ? `\`${self.type.args.length}` : ""),
  "string FullName": (self: CsTypeObject) => fullNameOf(self.type),
  "static bool operator ==(Type a, Type b)": equal,
  "static bool operator !=(Type a, Type b)": (a: Value, b: Value) => !equal(a, b),
});

extendType(findDefinition("Nullable", 1) as never, {
  "bool HasValue": (self: Value) => self !== null,
  "T Value": (self: Value) => {
    if (self === null) throw fail("InvalidOperationException", "Nullable object must have a value.");
    return self;
  },
  "T GetValueOrDefault(T defaultValue)": (self: Value, other: Value) => self ?? other,
  "string ToString()"(self: Value) {
    return textOf(self, this);
  },
});

const compare = (a: Value, b: Value): number => {
  if (a instanceof CsDecimal) return compareDecimals(a, b as CsDecimal);
  const number = (value: Value) =>
    (value instanceof CsDouble || value instanceof CsByte
      ? value.value
      : value instanceof CsChar
        ? value.code
        : value) as number;
  return number(a) < number(b) ? -1 : number(a) > number(b) ? 1 : 0;
};

function numberRows(name: ParsedKind): Rows {
  return {
    "string ToString(string format)"(self: Value, format: string) {
      return formatValue(self, format ?? "", this);
    },
    "string ToString(IFormatProvider provider)"(self: Value) {
      return textOf(self, this);
    },
    "string ToString(string format, IFormatProvider provider)"(self: Value, format: string) {
      return formatValue(self, format ?? "", this);
    },
    [`int CompareTo(${name} value)`]: compare,
    [`bool Equals(${name} obj)`]: equal,
    [`static ${name} Parse(string s)`]: (text: string) => parseNumber(text, name),
    [`static ${name} Parse(string s, IFormatProvider provider)`]: (text: string) => parseNumber(text, name),
    [`static bool TryParse(string s, out ${name} result)`]: (text: string | null) => {
      const found = text === null ? undefined : tryParseNumber(text, name);
      const ok = found !== undefined && found !== "overflow";
      return { csType: "out", result: ok, out: ok ? found : toNumber(0, name) };
    },
  };
}
extendType(builtin.int.definition, {
  ...numberRows("int"),
  "static int MaxValue": 2147483647,
  "static int MinValue": -2147483648,
});
extendType(builtin.long.definition, {
  ...numberRows("long"),
  "static long MaxValue": 9223372036854775807n,
  "static long MinValue": -9223372036854775808n,
});
extendType(builtin.byte.definition, { ...numberRows("byte") });
extendType(builtin.double.definition, {
  ...numberRows("double"),
  "static double MaxValue": new CsDouble(Number.MAX_VALUE),
  "static double MinValue": new CsDouble(-Number.MAX_VALUE),
  "static double NaN": new CsDouble(Number.NaN),
  "static bool IsNaN(double d)": (d: CsDouble) => Number.isNaN(d.value),
});
extendType(builtin.decimal.definition, {
  ...numberRows("decimal"),
  "static decimal Zero": new CsDecimal(0n, 0),
  "static decimal One": new CsDecimal(1n, 0),
  "static decimal Round(decimal d, int decimals = 0)": roundDecimal,
});
extendType(builtin.bool.definition, {
  "static bool Parse(string value)": (text: string | null) => {
    if (text === null) throw argumentNull("value");
    return toBoolean(text);
  },
  "static bool TryParse(string value, out bool result)": (text: string | null) => {
    const found = text === null ? undefined : parseBoolean(text);
    return { csType: "out", result: found !== undefined, out: found ?? false };
  },
  "static string TrueString": "True",
  "static string FalseString": "False",
});
const one = (test: RegExp) => (char: CsChar) => test.test(String.fromCharCode(char.code));
extendType(builtin.char.definition, {
  "static bool IsDigit(char c)": one(/\p{Nd}/u),
  "static bool IsLetter(char c)": one(/\p{L}/u),
  "static bool IsLetterOrDigit(char c)": one(/[\p{L}\p{Nd}]/u),
  "static bool IsWhiteSpace(char c)": one(/\s/),
  "static bool IsUpper(char c)": one(/\p{Lu}/u),
  "static bool IsLower(char c)": one(/\p{Ll}/u),
  "static char ToUpper(char c)": (c: CsChar) =>
    charOf(String.fromCharCode(c.code).toUpperCase().charCodeAt(0)),
  "static char ToLower(char c)": (c: CsChar) =>
    charOf(String.fromCharCode(c.code).toLowerCase().charCodeAt(0)),
});

const firstDate = new CsDateTime(0n);
function toChar(value: Value): CsChar {
  if (value === null) return charOf(0);
  if (value instanceof CsChar) return value;
  if (typeof value === "string") {
    if (value.length !== 1) throw fail("FormatException", "String must be exactly one character long.");
    return charOf(value.charCodeAt(0));
  }
  const code = value instanceof CsByte ? value.value : value;
  if (typeof code !== "number" && typeof code !== "bigint")
    throw fail("InvalidCastException", `Invalid cast from '${runtimeType(value).key}' to 'Char'.`);
  if (code < 0 || code > 65535)
    throw fail("OverflowException", "Value was either too large or too small for a character.");
  return charOf(Number(code));
}
const inputs = ["object", "string", "int", "long", "double", "decimal", "bool"] as const;
const convertRows: Record<string, Rows[string]> = {
  "static string ToBase64String(byte[] inArray)": (bytes: { items: CsByte[] }) =>
    Buffer.from(bytes.items.map(({ value }) => value)).toString("base64"),
  "static byte[] FromBase64String(string s)"(text: string) {
    const bare = text.replace(/\s/g, "");
    if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare))
      throw fail("FormatException", "Invalid length for a Base-64 char array or string.");
    this.allocate(bare.length);
    return bytesOf(Buffer.from(bare, "base64"));
  },
  "static string ToString(object value)"(value: Value) {
    return textOf(value, this);
  },
  "static DateTime ToDateTime(string value)": (text: string | null) =>
    text === null ? firstDate : toDateTime(text),
  "static DateTime ToDateTime(object value)": (value: Value) => {
    if (value === null) return firstDate;
    if (value instanceof CsJValue) return tokenTo(value, "DateTime", false);
    if (typeof value === "string" || value instanceof CsDateTime) return toDateTime(value);
    throw fail("InvalidCastException", `Invalid cast from '${runtimeType(value).key}' to 'DateTime'.`);
  },
  "static char ToChar(string value)": toChar,
  "static char ToChar(int value)": toChar,
  "static char ToChar(object value)": toChar,
  "static int ToInt32(string value, int fromBase)": (text: string, base: number) => {
    const value = Number.parseInt(text, base);
    if (Number.isNaN(value)) throw fail("FormatException", "Could not find any recognizable digits.");
    return value | 0;
  },
};
for (const input of inputs) {
  for (const [kind, name] of Object.entries(netName)) {
    if (["string", "DateTime", "Guid"].includes(kind)) continue;
    const run = (value: Value) =>
      value instanceof CsJValue
        ? tokenTo(value, kind as ParsedKind, false)
        : kind === "bool"
          ? toBoolean(value)
          : toNumber(value, kind as ParsedKind);
    convertRows[`static ${kind} To${name}(${input} value)`] = run;
  }
}
defineType("static", "System.Convert", convertRows);

export function bytesOf(buffer: Uint8Array): Value {
  return { csType: "[]", csArgs: ["byte"], items: Array.from(buffer, (value) => new CsByte(value)) } as Value;
}

const viaNumber = (name: string, change: (value: number) => number): Rows => ({
  [`static double ${name}(double a)`]: (a: CsDouble) => new CsDouble(change(a.value)),
});
const pair = (type: string, pick: (order: number) => boolean) => ({
  [type]: (a: Value, b: Value) => (pick(compare(a, b)) ? a : b),
});
const evenRound = (value: number) =>
  Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
const mathRows: Record<string, Rows[string]> = {
  ...viaNumber("Ceiling", Math.ceil),
  ...viaNumber("Floor", Math.floor),
  ...viaNumber("Sqrt", Math.sqrt),
  ...viaNumber("Truncate", Math.trunc),
  ...viaNumber("Round", evenRound),
  ...viaNumber("Log", Math.log),
  ...viaNumber("Log10", Math.log10),
  ...viaNumber("Exp", Math.exp),
  "static double Pow(double x, double y)": (x: CsDouble, y: CsDouble) => new CsDouble(x.value ** y.value),
  "static double PI": new CsDouble(Math.PI),
  "static double Round(double value, int digits)": (value: CsDouble, digits: number) =>
    new CsDouble(
      Math.abs(value.value) < 1e15
        ? decimalToNumber(roundDecimal(decimalFromNumber(value.value), digits))
        : value.value,
    ),
  "static decimal Round(decimal d, int decimals = 0)": roundDecimal,
  "static decimal Floor(decimal d)": (d: CsDecimal) => {
    const t = d.digits / 10n ** BigInt(d.scale);
    return new CsDecimal(d.digits < 0n && t * 10n ** BigInt(d.scale) !== d.digits ? t - 1n : t, 0);
  },
  "static decimal Ceiling(decimal d)": (d: CsDecimal) => {
    const t = d.digits / 10n ** BigInt(d.scale);
    return new CsDecimal(d.digits > 0n && t * 10n ** BigInt(d.scale) !== d.digits ? t + 1n : t, 0);
  },
  "static int Sign(double value)": (value: CsDouble) => Math.sign(value.value),
  "static int Abs(int value)": (value: number) => {
    if (value === -2147483648)
      throw fail("OverflowException", "Negating the minimum value of a twos complement number is invalid.");
    return Math.abs(value);
  },
  "static long Abs(long value)": (value: bigint) => (value < 0n ? -value : value),
  "static double Abs(double value)": (value: CsDouble) => new CsDouble(Math.abs(value.value)),
  "static decimal Abs(decimal value)": (value: CsDecimal) =>
    new CsDecimal(value.digits < 0n ? -value.digits : value.digits, value.scale),
};
for (const type of ["int", "long", "double", "decimal"])
  Object.assign(
    mathRows,
    pair(`static ${type} Max(${type} val1, ${type} val2)`, (order) => order >= 0),
    pair(`static ${type} Min(${type} val1, ${type} val2)`, (order) => order <= 0),
  );
defineType("static", "System.Math", mathRows);

defineType("interface", "System.IFormatProvider");
defineType(
  "class",
  "System.Globalization.CultureInfo",
  {
    "static CultureInfo InvariantCulture": () => ({ csType: "CultureInfo" }),
    "static CultureInfo CurrentCulture": () => ({ csType: "CultureInfo" }),
  },
  { bases: ["IFormatProvider"] },
);

const exceptionRows = (name: string): Rows => ({
  "new()": () =>
    new CsException(name, `Exception of type '${findDefinition(name, 0)?.fullName}' was thrown.`),
  "new(string message)": (message: string) => new CsException(name, message),
  "new(string message, Exception innerException)": (message: string, inner: CsException) =>
    new CsException(name, message, inner),
});
defineType("class", "System.Exception", {
  ...exceptionRows("Exception"),
  "string Message": (self: CsException) => self.message,
  "Exception InnerException": (self: CsException) => self.inner,
  "string StackTrace": () => "",
  "string ToString()": (self: CsException) => `${findDefinition(self.csType, 0)?.fullName}: ${self.message}`,
});
for (const [fullName, base] of [
  ["System.SystemException", "Exception"],
  ["System.ArithmeticException", "SystemException"],
  ["System.OverflowException", "ArithmeticException"],
  ["System.DivideByZeroException", "ArithmeticException"],
  ["System.FormatException", "SystemException"],
  ["System.InvalidCastException", "SystemException"],
  ["System.NullReferenceException", "SystemException"],
  ["System.InvalidOperationException", "SystemException"],
  ["System.ArgumentException", "SystemException"],
  ["System.ArgumentNullException", "ArgumentException"],
  ["System.ArgumentOutOfRangeException", "ArgumentException"],
  ["System.IndexOutOfRangeException", "SystemException"],
  ["System.NotSupportedException", "SystemException"],
  ["System.NotImplementedException", "SystemException"],
  ["System.UriFormatException", "FormatException"],
  ["System.Collections.Generic.KeyNotFoundException", "SystemException"],
  ["System.TimeoutException", "SystemException"],
  ["Newtonsoft.Json.JsonException", "Exception"],
  ["Newtonsoft.Json.JsonReaderException", "JsonException"],
  ["System.RankException", "SystemException"],
] as const)
  defineType("class", fullName, exceptionRows(fullName.slice(fullName.lastIndexOf(".") + 1)), {
    bases: [base],
  });

for (const count of [0, 1, 2, 3, 4]) {
  const inputsOf = Array.from({ length: count }, (_, index) => `T${index + 1}`);
  const func = defineType("delegate", "System.Func", {}, { parameters: [...inputsOf, "TResult"] });
  func.invoke = { parameters: func.parameters.slice(0, -1), result: func.parameters.at(-1) as never };
  const action = defineType("delegate", "System.Action", {}, { parameters: inputsOf });
  action.invoke = { parameters: action.parameters, result: builtin.void };
}
defineType("class", "System.Delegate");
const predicate = defineType("delegate", "System.Predicate", {}, { parameters: ["T"] });
predicate.invoke = { parameters: predicate.parameters, result: builtin.bool };
