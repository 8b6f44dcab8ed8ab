// How a request ends that nobody answered: the status, and after how many milliseconds capacity returns. What accounts
// refused says nothing about the others; 429 is told where capacity was busy, because callers' libraries wait and come
// again on it. On the regional route nothing is kept of a member: there the attempts say whether all refused.
static string End(Context context, JArray members, JArray states, string outcomes, string mode)
{
  if (outcomes.EndsWith(",slow,", StringComparison.Ordinal)) { return "504;0"; }
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  bool keptOff = context.Variables.GetValueOrDefault<bool>("kept-off", false);
  bool busy = Regex.IsMatch(outcomes, ",(429|499),");
  bool refused = true;
  long wait = long.MaxValue;
  long look = long.MaxValue;
  for (int i = 0; i < members.Count; i++) {
    string[] state = ((string)states[i]).Split(new string[] { ";" }, 10, StringSplitOptions.None);
    refused = refused && state[0] == "X" && Regex.IsMatch(state[1], "^4");
    if (keptOff && (string)members[i]["tier"] == "ptu") { continue; }
    if (state[0] == "X") { look = Math.Min(look, long.Parse(state[3]) - now); }
    if (state[0] != "S") { continue; }
    if (!Regex.IsMatch(state[8], "^4[29]9$")) { continue; }
    busy = true;
    wait = Math.Min(wait, long.Parse(state[7]) - now);
  }
  if (mode == "listed") { refused = Regex.IsMatch(outcomes, "^(,(401|403|404|410))+,$"); }
  if (refused) { return "502;0"; }
  if (busy) { return "429;" + (wait == long.MaxValue || wait < 1 ? 1000 : wait).ToString(); }
  return "503;" + (look == long.MaxValue || look < 1 ? 1000 : look).ToString();
}
