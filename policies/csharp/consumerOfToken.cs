// Whom a token stands for: its application first, then its app roles, then its groups, in the order of the list; but
// the consumer whose key came along, where the token stands for that one too. In tokens of version 1 the application is
// `appid`.
static string ConsumerOfToken(Context context, Jwt callerToken, string tokenOwners, string keyConsumer)
{
  string first = "";
  string application = callerToken.Claims.GetValueOrDefault("azp", callerToken.Claims.GetValueOrDefault("appid", ""));
  foreach (JToken owner in JArray.Parse(tokenOwners)) {
    string claim = (string)owner["claim"];
    string value = (string)owner["value"];
    bool held = claim == "azp"
      ? string.Equals(application, value, StringComparison.OrdinalIgnoreCase)
      : callerToken.Claims.ContainsKey(claim) && callerToken.Claims[claim].Any(each => string.Equals(each, value,
        claim == "roles" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase));
    if (!held) { continue; }
    string consumer = (string)owner["consumer"];
    if (consumer == keyConsumer) { return consumer; }
    if (first == "") { first = consumer; }
  }
  return first;
}
