// A member that is asked less than it can do: a PTU that is not full has its shares half as large again, and who had
// failed and now answers three times as large; else the state as it is.
static string Roomier(
  Context context, JArray states, int chosen, string tier, string consumer, long began,
  int ptuGrowth, int shallowGrowth, int paygGrowth)
{
  string old = (string)states[chosen];
  string[] state = old.Split(new string[] { ";" }, 10, StringSplitOptions.None);
  string told = context.Response.Headers.GetValueOrDefault("azure-openai-deployment-utilization", "");
  string percent = Regex.Match(told, "^[0-9]{1,4}").Value;
  if (state[0] != "S" || long.Parse(state[5]) > began) { return old; }
  // Of whom it had failed for: another consumer's failures may be its own doing.
  bool failed = state[9] == consumer && !Regex.IsMatch(state[8], "^4[29]9$");
  bool ptu = tier == "ptu";
  if (!failed && (!ptu || percent == "" || int.Parse(percent) >= 80)) { return old; }
  double more = failed ? 3 : 1.5;
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  double growth = (!ptu ? paygGrowth : long.Parse(state[6]) >= 10 ? shallowGrowth : ptuGrowth) / 100.0;
  long soloUntil = Math.Max(now, long.Parse(state[1]));
  long commonUntil = Math.Max(now, long.Parse(state[3]));
  double solo = int.Parse(state[2]) / 1e6 * Math.Pow(growth, (soloUntil - long.Parse(state[1])) / 1000.0);
  double common = int.Parse(state[4]) / 1e6 * Math.Pow(growth, (commonUntil - long.Parse(state[3])) / 1000.0);
  if (solo >= 1 && common >= 1) { return old; }
  return string.Join(";", "S", soloUntil.ToString(), ((int)(Math.Min(1, solo * more) * 1e6)).ToString(),
    commonUntil.ToString(), ((int)(Math.Min(1, common * more) * 1e6)).ToString(),
    failed ? state[5] : now.ToString(), state[6], state[7], state[8], state[9]);
}
