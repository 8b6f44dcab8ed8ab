// What a member's pulse becomes when an attempt was answered: `-` when that says nothing of a silence, because somebody
// asked later; empty when there is nothing to write; else that it was heard.
// P and when it was asked, or H and when that was that was answered; how long answers take: the longest lately, which
// fades; before a P, when that was that was last answered; the times, from-to, in which who asked was not heard; after
// a P that was not answered at once, when somebody asked a second time. All in milliseconds.
static string Heard(Context context, string pulse, string asking, long began, int patienceMs)
{
  // Who asked knows it, although the others may not see it yet.
  string known = asking.StartsWith("P", StringComparison.Ordinal) ? asking : pulse;
  string[] parts = known.Split(new string[] { ";" }, StringSplitOptions.None);
  if (parts.Length < 4) { return ""; }
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  long at = long.Parse(parts[0].Substring(1));
  long slow = long.Parse(parts[1]);
  bool thinks = patienceMs > 6000 && now - began > slow * 5 / 4;
  if (!known.StartsWith("P", StringComparison.Ordinal)) {
    // The first of many who wait says little of how long a reasoning model may think.
    return thinks ? parts[0] + ";" + (now - began).ToString() + ";" + parts[2] + ";" + parts[3] : "";
  }
  if (at > began) { return "-"; }
  string lost = string.Join(",", parts[3].Split(new string[] { "," }, StringSplitOptions.None)
    .Where(one => one != "" && now - long.Parse(one.Substring(one.IndexOf("-", StringComparison.Ordinal) + 1)) < 300000)
    .Take(7));
  if (began - at > Math.Max(2500, patienceMs > 6000 ? slow * 2 : slow) && parts[2] != "0") {
    lost = parts[2] + "-" + began.ToString() + (lost == "" ? "" : "," + lost);
  }
  return "H" + began.ToString() + ";" + Math.Max(now - began, slow * 199 / 200).ToString() + ";;" + lost;
}
