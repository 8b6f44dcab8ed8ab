// Why a token was refused, as code and message. It is read from the token itself, of which nothing has been proved, and
// told to nobody but its own caller.
static string TokenFault(Context context, string tenants, string audiences)
{
  string given = context.Request.Headers.GetValueOrDefault("Authorization", "");
  Jwt token = given.Length < 8 ? null : given.Substring(7).Trim().AsJwt();
  if (token == null) { return "invalid_token|The bearer token is none that can be read as one of Microsoft Entra."; }
  string tenant = token.Claims.GetValueOrDefault("tid", "").ToLowerInvariant();
  bool ours = tenant != "" && (" " + tenants + " ").Contains(" " + tenant + " ");
  if (!ours || !(token.Issuer ?? "").ToLowerInvariant().Contains("/" + tenant + "/")) {
    return "wrong_issuer|The token was issued by `" + (token.Issuer ?? "nobody")
      + "`, whose tokens this fleet does not accept.";
  }
  if (!token.Audiences.Any(audience => (" " + audiences + " ").Contains(" " + audience + " "))) {
    return "wrong_audience|The token is for `" + string.Join(", ", token.Audiences)
      + "`, and this fleet takes tokens for " + audiences.Replace(" ", " or ") + ".";
  }
  DateTime now = DateTime.UtcNow;
  if (token.ExpirationTime < now) {
    return "token_expired|The token expired at "
      + Convert.ToDateTime(token.ExpirationTime).ToString("yyyy-MM-dd HH:mm:ss") + " UTC. Get a new one.";
  }
  if (token.NotBefore > now) {
    return "token_not_yet_valid|The token is not valid before "
      + Convert.ToDateTime(token.NotBefore).ToString("yyyy-MM-dd HH:mm:ss") + " UTC.";
  }
  return "invalid_token|The token could not be verified: its signature does not hold, or its keys are not known.";
}
