// The state of a member that is set aside: why, since when, when the next request may look, how many have, and from
// when on it counts as back because a look has not failed. Who was silent is back only when it is heard, and who was
// silent again and again is left for longer. A critical consumer's request looks when the others had their chance to,
// and, as a silent member may swallow it, once in half a minute at most.
// X;why;since;next look;looks;back from;how long answers took before a silence, 0 where none was ever heard;next look
// of a critical consumer
static string Aside(
  Context context, JArray states, int chosen, string why, string pulse, bool looking, int probeSeconds)
{
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  string[] old = ((string)states[chosen]).Split(new string[] { ";" }, StringSplitOptions.None);
  string[] heard = pulse.Split(new string[] { ";" }, StringSplitOptions.None);
  bool again = old[0] == "X";
  string since = again ? old[2] : now.ToString();
  int looks = again ? int.Parse(old[4]) + (looking ? 1 : 0) : 0;
  string[] lost = heard.Length < 4 ? new string[0] : heard[3].Split(new string[] { "," }, StringSplitOptions.None);
  int silences = why == "silent" && !again ? lost.Count(one => one != "") : 0;
  long most = probeSeconds * 1000L;
  long next = now + (silences == 0 ? most : Math.Min(most << Math.Min(silences, 4), Math.Max(30000, most)));
  long back = looking && why != "silent" ? now + 3000 : 0;
  long critical = why == "silent" ? Math.Max(next + 8000, now + 30000) : next + 2000;
  string taken = again ? old[6] : why == "silent" && heard.Length > 1 ? heard[1] : "0";
  return string.Join(";", "X", why, since, next.ToString(), looks.ToString(), back.ToString(), taken,
    critical.ToString());
}
