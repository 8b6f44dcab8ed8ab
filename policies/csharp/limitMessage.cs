// Which limit of the consumer refused, and when it gives again.
static string LimitMessage(Context context, int waitMs)
{
  bool quota = context.Response != null && context.Response.StatusCode == 403;
  bool tokens = (context.LastError.Source ?? "").EndsWith("token-limit", StringComparison.Ordinal);
  string model = context.Variables.GetValueOrDefault<string>("limited-model", "");
  string name = (model == "" ? "" : "model-") + (tokens ? "token" : "request") + (quota ? "-quota" : "-limit");
  string amount = context.Variables.GetValueOrDefault<string>(name, "");
  string whose = " of this consumer" + (model == "" ? "" : " for the model `" + model + "`");
  if (!quota) {
    return "The limit of " + amount + (tokens ? " tokens" : " requests") + " per minute" + whose
      + " is reached. Try again in " + (waitMs / 1000).ToString() + " s.";
  }
  string given = context.Variables.ContainsKey("limit-retry-after")
    ? Convert.ToString(context.Variables["limit-retry-after"])
    : context.Response.Headers.GetValueOrDefault("Retry-After", "");
  string starts = Regex.IsMatch(given, "^[0-9]{1,8}$")
    ? DateTime.UtcNow.AddSeconds(int.Parse(given)).ToString("yyyy-MM-dd HH:mm") + " UTC" : "the next period";
  return "The quota of " + amount + whose + " is used up. It starts again with " + starts + ".";
}
