/**
 * Values of the language. The numbers that C# keeps apart are kept apart: `number` is int, `bigint` is long, and double,
 * decimal, char and byte are classes. A delegate is a function. Everything else says its C# type.
 */
export type Value = null | boolean | number | bigint | string | CsObject | CsFunction;

/** `Environment.NewLine`: that of Windows, or that of all others. */
export type NewLine = "\r\n" | "\n";

/** How values are written. Doubles: 15 digits (.NET Framework) or the shortest that reads back (.NET Core 3 and later). */
export interface TextStyle {
  readonly doubles: "G15" | "G17" | "shortest";
  /** What ends the lines of indented JSON and XML. @default "\n" */
  readonly newLine?: NewLine;
}

export interface CsObject {
  /** Name of the C# type, as the table of types has it. */
  readonly csType: string;
  /** Type arguments, for generic types: their names. */
  readonly csArgs?: readonly string[];
  /** `ToString()`; without it, the name of the type. */
  csText?(style: TextStyle): string;
  /** `Equals`; without it, the same object. */
  csEquals?(other: Value): boolean;
  /** A key under which equal objects meet in dictionaries and sets. */
  csKey?(): string;
}

// biome-ignore lint/suspicious/noExplicitAny: delegates take what their type says
export type CsFunction = (...args: any[]) => Value;

export class CsDouble implements CsObject {
  readonly csType = "double";
  constructor(readonly value: number) {}
}

/** Single precision: `value` is always a number that 32 bits hold. */
export class CsFloat implements CsObject {
  readonly csType = "float";
  readonly value: number;
  constructor(value: number) {
    this.value = Math.fround(value);
  }
}

export type IntegerName = "sbyte" | "short" | "ushort" | "uint" | "ulong";

/** The whole numbers that policies seldom use. */
export class CsInteger implements CsObject {
  constructor(
    readonly csType: IntegerName,
    readonly value: bigint,
  ) {}
}

export class CsChar implements CsObject {
  readonly csType = "char";
  constructor(readonly code: number) {}
}

export class CsByte implements CsObject {
  readonly csType = "byte";
  constructor(readonly value: number) {}
}

/** Exact: `digits / 10^scale`, at most 96 bits of digits and scale 28, as .NET's. */
export class CsDecimal implements CsObject {
  readonly csType = "decimal";
  constructor(
    readonly digits: bigint,
    readonly scale: number,
  ) {}
}

/** A value of an enum: `csType` names the enum. */
export class CsEnum implements CsObject {
  constructor(
    readonly csType: string,
    readonly value: number,
  ) {}
}

/** Exceptions of the language. Not an `Error`: no stack is taken. */
export class CsException implements CsObject {
  /** Where it was thrown: offset into the expression. */
  offset: number | undefined;
  constructor(
    readonly csType: string,
    readonly message: string,
    readonly inner: CsException | null = null,
  ) {}
}

export function fail(type: string, message: string): CsException {
  return new CsException(type, message);
}

export function nullReference(): CsException {
  return new CsException("NullReferenceException", "Object reference not set to an instance of an object.");
}

export function argumentNull(parameter: string): CsException {
  return new CsException("ArgumentNullException", `Value cannot be null.\nParameter name: ${parameter}`);
}

/** The texts of .NET Framework put the parameter on its own line. */
export function argumentOutOfRange(
  parameter: string,
  message = "Specified argument was out of the range of valid values.",
): CsException {
  return new CsException("ArgumentOutOfRangeException", `${message}\nParameter name: ${parameter}`);
}

/** One object, so that boxed enums compare by value without looking inside. */
const chars: CsChar[] = Array.from({ length: 256 }, (_, code) => new CsChar(code));
export function charOf(code: number): CsChar {
  return chars[code] ?? new CsChar(code);
}
