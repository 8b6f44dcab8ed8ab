// Milliseconds until a limit of others lets requests through again, as the answer of its policy says.
static int LimitWait(Context context, int cap)
{
  string given = context.Response == null ? "" : context.Response.Headers.GetValueOrDefault("Retry-After", "");
  return Regex.IsMatch(given, "^[0-9]{1,8}$") ? Math.Min(cap, int.Parse(given)) * 1000 : 1000;
}
