import { formatSpan } from "./formatDate";
import { formatNumber } from "./formatNumber";
import { integerKinds } from "./integers";
import { CsJson } from "./json/token";
import { textOf } from "./text";
import { CsDateTime, CsDateTimeOffset, CsTimeSpan } from "./time";
import { CsByte, CsDecimal, CsDouble, CsFloat, CsInteger, fail, type TextStyle, type Value } from "./value";

/** `value.ToString(format)`, as interpolated strings and `string.Format` call it. */
export function formatValue(value: Value, format: string, style: TextStyle): string {
  if (format === "") return textOf(value, style);
  if (
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof CsDouble ||
    value instanceof CsDecimal
  )
    return formatNumber(value, format, style);
  if (value instanceof CsByte) return formatNumber(value.value, format, style);
  if (value instanceof CsFloat)
    return formatNumber(new CsDouble(Number(value.value.toPrecision(7))), format, style);
  if (value instanceof CsInteger) {
    const isHex = format.startsWith("X") || format.startsWith("x");
    const { bits } = integerKinds[value.csType];
    return formatNumber(isHex ? BigInt.asUintN(bits, value.value) : value.value, format, style);
  }
  if (value instanceof CsDateTime || value instanceof CsDateTimeOffset) return value.format(format);
  if (value instanceof CsTimeSpan) return formatSpan(value.ticks, format);
  if (value instanceof CsJson && value.simple !== undefined) return formatValue(value.simple, format, style);
  return textOf(value, style);
}

/** `string.Format`: `{index,alignment:format}`. @throws FormatException */
export function formatComposite(format: string, values: readonly Value[], style: TextStyle): string {
  let text = "";
  const wrong = () => fail("FormatException", "Input string was not in a correct format.");
  for (const [token, index, alignment, spec] of format.matchAll(
    /\{\{|\}\}|\{(\d+)(?:,\s*(-?\d+))?(?::([^{}]*)|\s*)\}|[^{}]+|[{}]/g,
  )) {
    if (token === "{{" || token === "}}") text += token[0];
    else if (token === "{" || token === "}") throw wrong();
    else if (index === undefined) text += token;
    else {
      if (Number(index) >= values.length)
        throw fail(
          "FormatException",
          "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.",
        );
      const value = formatValue(values[Number(index)] as Value, spec ?? "", style);
      const width = Number(alignment ?? 0);
      if (Math.abs(width) > 10_000) throw wrong();
      text += width < 0 ? value.padEnd(-width) : value.padStart(width);
    }
  }
  return text;
}
