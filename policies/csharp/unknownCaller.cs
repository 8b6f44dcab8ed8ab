// A token that holds and names no consumer, as code and message. Beyond 200 groups Microsoft Entra leaves the list out
// and says where it could be fetched.
static string UnknownCaller(Context context, Jwt callerToken, bool byGroup, bool byMore)
{
  bool linked = callerToken.Claims.ContainsKey("hasgroups")
    || callerToken.Claims.GetValueOrDefault("_claim_names", "").Contains("\"groups\"");
  if (byGroup && linked && !callerToken.Claims.ContainsKey("groups")) {
    return "groups_overage|The token has too many groups to list them (Microsoft Entra leaves out more than 200), "
      + "so no consumer can be found by them. Let tokens hold only the groups that are assigned to the "
      + "application, or an app role.";
  }
  string application = callerToken.Claims.GetValueOrDefault("azp", callerToken.Claims.GetValueOrDefault("appid", ""));
  return "unknown_application|The token is valid, but its application `" + application
    + "` is no consumer of this fleet" + (byMore ? ", nor is any of its app roles or groups." : ".");
}
