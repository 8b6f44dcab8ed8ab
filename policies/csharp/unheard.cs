// What it is that an attempt's time limit passed: `silent` when it was never heard and nothing was generated for it,
// because its account is aside by now and used to answer, or nobody was heard who asked when this attempt did; else
// `slow`.
static string Unheard(Context context, string state, string pulse, long began)
{
  if (Regex.IsMatch(state, "^X;(connect|silent;([^;]*;){4}[1-9])")) { return "silent"; }
  string[] parts = pulse.Split(new string[] { ";" }, StringSplitOptions.None);
  if (parts.Length < 4) { return "slow"; }
  foreach (string one in parts[3].Split(new string[] { "," }, StringSplitOptions.None)) {
    int cut = one.IndexOf("-", StringComparison.Ordinal);
    if (cut > 0 && long.Parse(one.Substring(0, cut)) < began && began < long.Parse(one.Substring(cut + 1))) {
      return "silent";
    }
  }
  return "slow";
}
