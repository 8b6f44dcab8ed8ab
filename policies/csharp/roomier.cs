// A PTU that is asked less than it can do: its shares half as large again; the state as it is when it is not known to
// be full.
static string Roomier(Context context, JArray states, int chosen, long began, int ptuGrowth)
{
  string old = (string)states[chosen];
  string[] state = old.Split(new string[] { ";" }, 10, StringSplitOptions.None);
  string told = context.Response.Headers.GetValueOrDefault("azure-openai-deployment-utilization", "");
  string percent = Regex.Match(told, "^[0-9]{1,4}").Value;
  if (state[0] != "S" || percent == "" || int.Parse(percent) >= 80 || long.Parse(state[5]) > began) { return old; }
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  double growth = ptuGrowth / 100.0;
  long soloUntil = Math.Max(now, long.Parse(state[1]));
  long commonUntil = Math.Max(now, long.Parse(state[3]));
  double solo = int.Parse(state[2]) / 1e6 * Math.Pow(growth, (soloUntil - long.Parse(state[1])) / 1000.0);
  double common = int.Parse(state[4]) / 1e6 * Math.Pow(growth, (commonUntil - long.Parse(state[3])) / 1000.0);
  if (solo >= 1 && common >= 1) { return old; }
  return string.Join(";", "S", soloUntil.ToString(), ((int)(Math.Min(1, solo * 1.5) * 1e6)).ToString(),
    commonUntil.ToString(), ((int)(Math.Min(1, common * 1.5) * 1e6)).ToString(),
    now.ToString(), state[6], state[7], state[8], state[9]);
}
