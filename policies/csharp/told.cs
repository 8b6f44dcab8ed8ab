// What an error says of itself, where that decides whether other capacity may do better, or why an account is set
// aside.
static string Told(Context context)
{
  string body = context.Response.Body?.As<string>(preserveContent: true) ?? "";
  if (context.Response.StatusCode == 403) {
    if (Regex.IsMatch(body, "suspend|abus|block", RegexOptions.IgnoreCase)) { return "suspended"; }
    return Regex.IsMatch(body, "network|firewall|endpoint", RegexOptions.IgnoreCase) ? "network" : "";
  }
  return Regex.Match(body, "\"code\"\\s*:\\s*\"(DeploymentNotFound|context_length_exceeded)\"").Groups[1].Value;
}
