/** Seconds of `clock-skew`: a number of them, or a time span as `00:05:00` or `1.00:00:00`; `undefined` for neither. */
export function parseClockSkew(text: string): number | undefined {
  const span = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text.trim());
  if (span !== null) {
    const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = span;
    return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  }
  return /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}
