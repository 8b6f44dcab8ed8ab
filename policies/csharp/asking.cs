// What asking does to an account's pulse: `P…` to be written, empty when there is nothing to do, `wait` when somebody
// else has asked a while ago and this attempt's answer may be the first, `silent` when that is too long ago.
static string Asking(Context context, string pulse)
{
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  if (pulse.Length < 4) { return "P" + now.ToString() + ";0"; }
  string[] parts = pulse.Split(new string[] { ";" }, StringSplitOptions.None);
  long since = now - long.Parse(parts[0].Substring(1));
  long slow = long.Parse(parts[1]);
  if (pulse.StartsWith("H", StringComparison.Ordinal)) {
    return since > 1500 ? "P" + now.ToString() + ";" + parts[1] : "";
  }
  return since > Math.Max(5500, slow * 3 / 2) ? "silent" : since > 2000 ? "wait" : "";
}
