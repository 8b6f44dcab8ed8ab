// The state of a member that is set aside: why, since when, when the next request may look, how often one has, and from when
// on it counts as back because a look has not failed.
// X;why;since;next look;looks;back from
static string Aside(Context context, JArray states, int chosen, string why, bool looking, int probeSeconds)
{
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  string[] old = ((string)states[chosen]).Split(new string[] { ";" }, StringSplitOptions.None);
  bool again = old[0] == "X";
  int looks = again ? int.Parse(old[4]) + (looking ? 1 : 0) : 0;
  bool silent = why == "silent";
  int longest = probeSeconds * 1000;
  int pause = silent ? longest : Math.Min(longest, looks == 0 ? 2000 : looks == 1 ? 4000 : longest);
  return "X;" + why + ";" + (again ? old[2] : now.ToString()) + ";" + (now + pause).ToString() + ";" + looks.ToString() + ";" + (looking && !silent ? now + 3000 : 0).ToString();
}
