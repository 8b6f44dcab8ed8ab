// Seconds until the head of an answer, after which an attempt ends: fewer where it is streamed and the route says so,
// because that head comes with the first token.
static int AttemptLimit(Context context, int limit)
{
  int streamed = context.Variables.GetValueOrDefault<int>("streamed-limit", limit);
  if (streamed == limit) { return limit; }
  if (context.Variables.ContainsKey("request")) {
    JToken stream = ((JObject)context.Variables["request"])["stream"];
    return stream != null && stream.Type == JTokenType.Boolean && (bool)stream ? streamed : limit;
  }
  string body = context.Variables.GetValueOrDefault<string>("body", "");
  if (!body.Contains("\"stream\"")) { return limit; }
  return body.Contains("\"stream\":true") || body.Contains("\"stream\": true") ? streamed : limit;
}
