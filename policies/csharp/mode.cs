// What is known of the route: `pool` while it is nothing, `known` while members are chosen one by one, and `ask` for
// the one request a while that is sent to a member of its own choice, so that silence is heard. `known` holds `q` and
// the time from which the next one asks, or `k` and the time until which members are looked up; in milliseconds.
static string Mode(Context context, string known)
{
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  if (known.Length < 2) { return "ask"; }
  bool due = long.Parse(known.Substring(1)) <= now;
  return due ? "ask" : known.StartsWith("k", StringComparison.Ordinal) ? "known" : "pool";
}
