// How an attempt ended, said once: `passed` goes to the caller, everything else moves on. `none`: nobody answered,
// which API Management shows as no response or as a 500 of its own, without the id that every answer of Azure OpenAI
// carries. `long`: more than this PTU takes. Otherwise the status.
static string Verdict(Context context, string told)
{
  if (context.Response == null) { return "none"; }
  int status = context.Response.StatusCode;
  if (status < 400) { return "passed"; }
  if (status == 500 && !context.Response.Headers.ContainsKey("apim-request-id")) { return "none"; }
  if (status >= 500 || status == 429 || status == 408 || status == 499) { return status.ToString(); }
  if (status == 401 || status == 403 || status == 410) { return status.ToString(); }
  if (status == 404 && told == "DeploymentNotFound") { return "404"; }
  if (status == 400 && told == "context_length_exceeded") { return "long"; }
  return "passed";
}
