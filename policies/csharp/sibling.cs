// Key of the account's other member, where it is the account that does not answer; empty where there is none.
static string Sibling(Context context, JArray members, int chosen, string why, string stem)
{
  string account = (string)members[chosen]["account"];
  if (account == null || why != "silent" && why != "connect") { return ""; }
  for (int i = 0; i < members.Count; i++) {
    if (i != chosen && (string)members[i]["account"] == account) { return stem + (string)members[i]["member"]; }
  }
  return "";
}
