// The status of what failed before an attempt, or beside it.
static int Status(Context context)
{
  string source = context.LastError == null ? "" : context.LastError.Source ?? "";
  string reason = context.LastError == null ? "" : context.LastError.Reason ?? "";
  int status = context.Response == null ? 500 : context.Response.StatusCode;
  if (reason.StartsWith("SubscriptionKey", StringComparison.Ordinal)) { return 401; }
  if (reason == "OperationNotFound") { return 404; }
  if (source.EndsWith("token-limit", StringComparison.Ordinal) && status != 403 && status != 413) { return 429; }
  return status;
}
