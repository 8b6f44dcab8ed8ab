// After how many milliseconds a limit of the consumer gives again. A prompt that is larger than a whole minute of
// tokens is told no time by the policy: the next minute at the earliest.
static int OwnLimitWait(Context context, int cap)
{
  string given = context.Variables.ContainsKey("limit-retry-after")
    ? Convert.ToString(context.Variables["limit-retry-after"])
    : context.Response == null ? "" : context.Response.Headers.GetValueOrDefault("Retry-After", "");
  int seconds = Regex.IsMatch(given, "^[0-9]{1,8}$") ? int.Parse(given) : 60;
  return Math.Max(1, Math.Min(cap, seconds)) * 1000;
}
