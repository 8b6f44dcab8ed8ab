// What a failed attempt says of its member: `busy`, or why it is set aside; nothing where it was the request's own
// doing, where the account is set aside already, and on the regional route, which has no other.
static string Why(Context context, string mode, string verdict)
{
  if (mode == "listed" || verdict == "long" || verdict == "slow" || verdict == "silent") { return ""; }
  if (verdict == "none") { return "connect"; }
  return Regex.IsMatch(verdict, "^(401|403|404|410)$") ? verdict : "busy";
}
