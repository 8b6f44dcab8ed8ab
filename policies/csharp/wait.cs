// The time in milliseconds that the last answer asks to wait, capped; 0 when it asks for none. Seen: `12`, `1s`, `6ms`,
// dates.
static int Wait(Context context, int capSeconds)
{
  if (context.Response == null) { return 0; }
  string exact = context.Response.Headers.GetValueOrDefault("retry-after-ms", "").Trim();
  string given = context.Response.Headers.GetValueOrDefault("Retry-After", "").Trim();
  int cap = capSeconds * 1000;
  if (Regex.IsMatch(exact, "^[0-9]{1,8}$")) { return Math.Min(cap, int.Parse(exact)); }
  if (Regex.IsMatch(given, "^[0-9]{1,8}(ms|s)?$")) {
    int number = int.Parse(Regex.Replace(given, "[^0-9]", ""));
    return given.EndsWith("ms", StringComparison.Ordinal) ? Math.Min(cap, number) : Math.Min(capSeconds, number) * 1000;
  }
  if (given == "") { return 0; }
  try {
    double left = (DateTimeOffset.Parse(given) - DateTimeOffset.UtcNow).TotalMilliseconds;
    return (int)Math.Max(0, Math.Min(cap, left));
  } catch (Exception) {
    return 0;
  }
}
