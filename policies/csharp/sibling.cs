// The account's other member, where it is the account that does not answer; empty where there is none. A look at a
// silent member is about that one alone.
static string Sibling(Context context, JArray members, int chosen, string why, bool looking)
{
  string account = (string)members[chosen]["account"];
  if (account == null || why != "connect" && (why != "silent" || looking)) { return ""; }
  for (int i = 0; i < members.Count; i++) {
    if (i != chosen && (string)members[i]["account"] == account) { return (string)members[i]["member"]; }
  }
  return "";
}
