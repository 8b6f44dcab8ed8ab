// What on-call reads; the reason is a field of its own beside it.
static string AsideMessage(Context context, JArray members, int chosen, string backend, string reason)
{
  string member = chosen < 0 ? backend : (string)members[chosen]["member"];
  return "An account was set aside, " + reason + ": " + member + "."
    + (reason == "role missing" ? " The gateway identity needs the role Cognitive Services OpenAI User on it." : "");
}
