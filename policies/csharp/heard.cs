// What an account's pulse becomes when an attempt was answered: nothing to write, or that it was heard. `P` and when it
// was asked, `H` and when that was that was answered; then how long answers take, in milliseconds: the longest lately,
// which fades.
static string Heard(Context context, string pulse, long began)
{
  if (!pulse.StartsWith("P", StringComparison.Ordinal)) { return ""; }
  string[] parts = pulse.Split(new string[] { ";" }, StringSplitOptions.None);
  long asked = long.Parse(parts[0].Substring(1));
  if (asked > began) { return ""; }
  long taken = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond - began;
  return "H" + began.ToString() + ";" + Math.Max(taken, long.Parse(parts[1]) * 199 / 200).ToString();
}
