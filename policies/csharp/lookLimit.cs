// Seconds that a look may take: not long where the account used to answer sooner and there are others to go on to.
static int LookLimit(Context context, JArray states, int chosen, int limit, int lookSeconds)
{
  string[] state = ((string)states[chosen]).Split(new string[] { ";" }, StringSplitOptions.None);
  bool others = states.Any(one => !((string)one).StartsWith("X", StringComparison.Ordinal));
  if (state[1] != "silent" || state[6] == "0" || !others) { return limit; }
  return (int)Math.Min(limit, Math.Max(lookSeconds, long.Parse(state[6]) * 3 / 2000));
}
