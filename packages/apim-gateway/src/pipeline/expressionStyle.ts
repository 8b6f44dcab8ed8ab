import type { NewLine, TextStyle } from "../csharp/runtime/value";

/** How the expressions of one gateway write values. */
export interface ExpressionStyle extends TextStyle {
  readonly doubles: "G15" | "shortest";
  readonly newLine: NewLine;
}

export function expressionStyle(setting: (name: string) => string | number | undefined): ExpressionStyle {
  return {
    doubles: setting("doubleText") as ExpressionStyle["doubles"],
    newLine: setting("lineEnds") === "lf" ? "\n" : "\r\n",
  };
}
