// Whom a token stands for: its application first, then its app roles, then its groups, in the order of the list. In
// tokens of version 1 the application is `appid`.
static string ConsumerOfToken(Context context, Jwt callerToken, string tokenOwners)
{
  string application = callerToken.Claims.GetValueOrDefault("azp", callerToken.Claims.GetValueOrDefault("appid", ""));
  foreach (JToken owner in JArray.Parse(tokenOwners)) {
    string claim = (string)owner["claim"];
    string value = (string)owner["value"];
    if (claim == "azp") {
      if (string.Equals(application, value, StringComparison.OrdinalIgnoreCase)) { return (string)owner["consumer"]; }
    } else if (callerToken.Claims.ContainsKey(claim) && callerToken.Claims[claim].Any(held => string.Equals(held, value,
      claim == "roles" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))) {
      return (string)owner["consumer"];
    }
  }
  return "";
}
