// The state of a member after a refusal or failure of its own: two views, one of the consumer that was refused last and
// one that two consumers confirmed; each closed until a time, with the share that opens then. Another consumer's poison
// can so close nothing for others. Unchanged while the member is closed for this consumer anyway.
// S;solo until;solo share;common until;common share;refused at;long at;told until;status;consumer
// Long at: when a PAYG last asked for 2 s and more; of a PTU by how many percent of its room a refusal found it too
// full, which is what one request takes at most.
static string Refusal(
  Context context, JArray states, int chosen, string tier, string consumer, string verdict,
  int waitMs, int shortMs, bool exact, int ptuGrowth, int shallowGrowth, int paygGrowth)
{
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  bool ptu = tier == "ptu";
  bool busy = verdict == "429" || verdict == "499";
  string old = (string)states[chosen];
  string known = old.StartsWith("S", StringComparison.Ordinal) ? old : "S;0;1000000;0;1000000;0;0;0;;";
  string[] state = known.Split(new string[] { ";" }, 10, StringSplitOptions.None);
  long soloUntil = long.Parse(state[1]);
  long commonUntil = long.Parse(state[3]);
  bool own = state[9] == consumer;
  if (commonUntil > now || own && soloUntil > now) { return old; }
  long longAt = long.Parse(state[6]);
  double growth = (!ptu ? paygGrowth : longAt >= 10 ? shallowGrowth : ptuGrowth) / 100.0;
  double common = Math.Min(1, int.Parse(state[4]) / 1e6 * Math.Pow(growth, (now - commonUntil) / 1000.0));
  double solo = Math.Min(1, int.Parse(state[2]) / 1e6 * Math.Pow(growth, Math.Max(0, now - soloUntil) / 1000.0));
  if (ptu && busy && context.Response != null) {
    string told = context.Response.Headers.GetValueOrDefault("azure-openai-deployment-utilization", "");
    string percent = Regex.Match(told, "^[0-9]{1,4}").Value;
    longAt = Math.Max(longAt, percent == "" ? 0 : int.Parse(percent) - 100);
  }
  if (busy && !ptu && waitMs >= 2000) { longAt = now; }
  int closed = !busy ? 1000
    : ptu ? (exact ? Math.Max(100, Math.Min(1000, waitMs)) : 250)
    : exact && waitMs > 0 ? Math.Max(100, waitMs) : waitMs >= 2000 ? waitMs : shortMs;
  double factor = !busy ? 0.5 : ptu ? 0.7 : now - longAt < 30000 ? 0.85 : 0.88;
  bool confirmed = state[9] != "" && !own && (soloUntil > now || now - long.Parse(state[5]) < 10000);
  long until = now + closed;
  long sooner = soloUntil > now ? Math.Min(soloUntil, until) : 0;
  long commonEnd = confirmed ? Math.Max(now + 250, sooner) : commonUntil;
  double commonShare = confirmed ? Math.Max(0.02, common * factor) : int.Parse(state[4]) / 1e6;
  // From the own view: what another consumer was refused says nothing of this one. Never so little that nobody would
  // find out.
  double soloShare = Math.Max(busy ? 0.02 : 0.1, (own || state[9] == "" ? Math.Min(common, solo) : common) * factor);
  long toldUntil = now + (waitMs > 0 ? waitMs : 1000);
  return string.Join(";", "S", until.ToString(), ((int)(soloShare * 1e6)).ToString(),
    commonEnd.ToString(), ((int)(commonShare * 1e6)).ToString(),
    now.ToString(), longAt.ToString(), toldUntil.ToString(), verdict, consumer);
}
