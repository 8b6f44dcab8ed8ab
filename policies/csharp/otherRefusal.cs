// What a policy that is not ours told by refusing the request: what API Management would have answered by itself. The
// reason in LastError is for the log. Empty where we refused, or the gateway before any policy.
static string OtherRefusal(Context context)
{
  if (context.LastError == null || context.Response == null) { return ""; }
  if ((context.LastError.PolicyId ?? "").StartsWith("fleet-", StringComparison.Ordinal)) { return ""; }
  string reason = context.LastError.Reason ?? "";
  if (Regex.IsMatch(reason, "^(SubscriptionKey|OperationNotFound|Expression|BodyTooLarge)")) { return ""; }
  try { return (string)context.Response.Body.As<JObject>(preserveContent: true)["message"] ?? ""; }
  catch (Exception) { return ""; }
}
