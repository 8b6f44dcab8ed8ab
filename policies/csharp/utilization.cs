// How full the PTU is, in percent; a refusal says full.
static string Utilization(Context context)
{
  string told = context.Response.Headers.GetValueOrDefault("azure-openai-deployment-utilization", "");
  string whole = Regex.Match(told, "^[0-9]{1,4}").Value;
  int percent = whole == "" ? 0 : int.Parse(whole);
  return (context.Response.StatusCode == 429 ? Math.Max(100, percent) : percent).ToString();
}
