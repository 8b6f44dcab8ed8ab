// Milliseconds until a limit lets requests through again: as the fleet's own says, or the answer of another.
static int LimitWait(Context context, int cap)
{
  bool ours = context.LastError != null &&
    (context.LastError.PolicyId ?? "").StartsWith("fleet-", StringComparison.Ordinal);
  string given = ours && context.Variables.ContainsKey("limit-retry-after")
    ? Convert.ToString(context.Variables["limit-retry-after"])
    : context.Response == null ? "" : context.Response.Headers.GetValueOrDefault("Retry-After", "");
  return Regex.IsMatch(given, "^[0-9]{1,8}$") ? Math.Min(cap, int.Parse(given)) * 1000 : 1000;
}
