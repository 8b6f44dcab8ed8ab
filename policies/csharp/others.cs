// Who is silent with a member: the account's other one, unless it was heard after this one was asked in vain.
static string Others(Context context, string pulse, string sibling, string siblingPulse)
{
  string[] own = pulse.Split(new string[] { ";" }, StringSplitOptions.None);
  string[] other = siblingPulse.Split(new string[] { ";" }, StringSplitOptions.None);
  if (own.Length < 4 || other.Length < 4) { return sibling; }
  string heard = siblingPulse.StartsWith("H", StringComparison.Ordinal) ? other[0].Substring(1) : other[2];
  return long.Parse(heard) >= long.Parse(own[0].Substring(1)) ? "" : sibling;
}
