// The first header that is not for an account; empty where there is none. `allowed`: names in lower case, with a comma
// before and behind each.
static string StrangeHeader(Context context, string allowed)
{
  foreach (string name in context.Request.Headers.Keys) {
    if (!allowed.Contains("," + name.ToLowerInvariant() + ",")) { return name; }
  }
  return "";
}
