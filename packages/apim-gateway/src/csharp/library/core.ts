import { keyOf } from "../runtime/collections";
import { parseBoolean, toBoolean } from "../runtime/json/convert";
import { textOf } from "../runtime/text";
import { CsTypeObject } from "../runtime/typeObject";
import {
  argumentNull,
  CsByte,
  CsChar,
  CsDecimal,
  CsDouble,
  CsEnum,
  CsException,
  CsFloat,
  CsInteger,
  charOf,
  fail,
  type Value,
} from "../runtime/value";
import { type CsType, fullNameOf } from "../types/csType";
import { defaultOf } from "../types/defaultValue";
import { builtin, findDefinition } from "../types/registry";
import { runtimeType } from "../types/runtimeType";
import { defineType, extendType, type Rows } from "../types/table";

/** `Equals` of any two values: same type and same value, or the same object. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  return a.csEquals !== undefined ? a.csEquals(b) : a.csType === b.csType && keyOf(a) === keyOf(b);
}

for (const make of [CsDouble, CsFloat, CsInteger, CsChar, CsByte, CsDecimal, CsEnum])
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
  "ext T GetValueOrDefault<T>(T? self)": (types: readonly CsType[], self: Value) =>
    self ?? defaultOf(types[0] as CsType),
  "string ToString()"(self: Value) {
    return textOf(self, this);
  },
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
  "static bool IsNumber(char c)": one(/\p{N}/u),
  "static bool IsPunctuation(char c)": one(/\p{P}/u),
  "static bool IsSymbol(char c)": one(/\p{S}/u),
  "static bool IsSeparator(char c)": one(/\p{Z}/u),
  "static bool IsControl(char c)": one(/\p{Cc}/u),
  "static bool IsSurrogate(char c)": one(/\p{Cs}/u),
  "static char MaxValue": charOf(0xffff),
  "static char MinValue": charOf(0),
  "static double GetNumericValue(char c)": (c: CsChar) =>
    new CsDouble(c.code >= 48 && c.code <= 57 ? c.code - 48 : -1),
  "static char ToUpperInvariant(char c)": (c: CsChar) =>
    charOf(String.fromCharCode(c.code).toUpperCase().charCodeAt(0)),
  "static char ToLowerInvariant(char c)": (c: CsChar) =>
    charOf(String.fromCharCode(c.code).toLowerCase().charCodeAt(0)),
  "static char Parse(string s)": (text: string | null) => {
    if (text === null) throw argumentNull("s");
    if (text.length !== 1) throw fail("FormatException", "String must be exactly one character long.");
    return charOf(text.charCodeAt(0));
  },
  "static char ToUpper(char c)": (c: CsChar) =>
    charOf(String.fromCharCode(c.code).toUpperCase().charCodeAt(0)),
  "static char ToLower(char c)": (c: CsChar) =>
    charOf(String.fromCharCode(c.code).toLowerCase().charCodeAt(0)),
});

export function bytesOf(buffer: Uint8Array): Value {
  return { csType: "[]", csArgs: ["byte"], items: Array.from(buffer, (value) => new CsByte(value)) } as Value;
}

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
const comparison = defineType("delegate", "System.Comparison", {}, { parameters: ["T"] });
comparison.invoke = {
  parameters: [comparison.parameters[0] as never, comparison.parameters[0] as never],
  result: builtin.int,
};
defineType("class", "System.Delegate");
const predicate = defineType("delegate", "System.Predicate", {}, { parameters: ["T"] });
predicate.invoke = { parameters: predicate.parameters, result: builtin.bool };
