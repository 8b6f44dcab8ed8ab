import type { NewLine, TextStyle } from "../csharp/runtime/value";
import type { GatewaySettings } from "../settings/catalogue";

/** How the expressions of one gateway write values. */
export interface ExpressionStyle extends TextStyle {
  readonly doubles: "G15" | "shortest";
  readonly newLine: NewLine;
}

export function expressionStyle({
  doubleText,
  lineEnds,
}: Pick<GatewaySettings, "doubleText" | "lineEnds">): ExpressionStyle {
  return { doubles: doubleText, newLine: lineEnds === "lf" ? "\n" : "\r\n" };
}
