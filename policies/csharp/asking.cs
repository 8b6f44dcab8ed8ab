// What asking does to a member's pulse: `P…` to be written, empty when there is nothing to do, `wait` when somebody
// else has asked a while ago and this attempt's answer may be the first, `silent` when that is too long ago: by how
// long answers take, or, where none was ever heard, by the kind of the model. Who asked may have gone away before it
// was answered: so somebody asks a second time, and only when that is not answered either is anybody silent. The form
// is that of `heard.cs`.
static string Asking(Context context, string pulse, int patienceMs)
{
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  if (pulse.Length < 4) { return "P" + now.ToString() + ";0;0;"; }
  string[] parts = pulse.Split(new string[] { ";" }, StringSplitOptions.None);
  long since = now - long.Parse(parts[0].Substring(1));
  long slow = long.Parse(parts[1]);
  if (pulse.StartsWith("H", StringComparison.Ordinal)) {
    return since > 1500 ? "P" + now.ToString() + ";" + parts[1] + ";" + parts[0].Substring(1) + ";" + parts[3] : "";
  }
  if (since <= 2000) { return ""; }
  if (parts.Length < 5) { return pulse + ";" + now.ToString(); }
  long first = slow == 0 ? patienceMs : Math.Max(5500, slow * 3 / 2);
  long second = slow == 0 ? patienceMs : Math.Max(2500, slow * 3 / 2);
  return since > first && now - long.Parse(parts[4]) > second ? "silent" : "wait";
}
