// Why a member is set aside, in words for whoever reads the log.
static string Reason(Context context, string why, string told)
{
  if (why == "silent") { return "silent"; }
  if (why == "connect") { return "no connection"; }
  if (why == "404") { return "deployment missing"; }
  if (why == "410") { return "retired"; }
  return told == "" ? "role missing" : told;
}
