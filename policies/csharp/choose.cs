// The member for the next attempt, as its index; plus 1000 when it is the last try of this request; -1 when nobody may
// be called. A member's share opens slowly after a refusal, so that its edge is met by one request or two and not by
// all. Who would have to be refused looks every two seconds at a member that is aside, unless that was silent: it costs
// nobody anything.
static int Choose(
  Context context, JArray members, JArray states, string mode, string tried, string outcomes, string verdict,
  string consumer, int attempt, bool lastTry, bool ptuFull, int maxAttempts, int ptuGrowth,
  int shallowGrowth, int paygGrowth, int askMs,
  int probeSeconds)
{
  if (attempt >= maxAttempts || verdict == "slow") { return -1; }
  long now = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;
  bool keptOff = context.Variables.GetValueOrDefault<bool>("kept-off", false);
  bool busy = keptOff && Regex.IsMatch(outcomes, ",(429|499),");
  bool patient = context.Variables.GetValueOrDefault<string>("class", "") == "critical";
  Random random = new Random(context.RequestId.GetHashCode() + 7919 * attempt);
  int count = members.Count;
  int[] rank = new int[count];
  double[] weight = new double[count];
  double[] drawn = new double[count];
  double[] common = new double[count];
  double[] solo = new double[count];
  bool[] own = new bool[count];
  bool[] aside = new bool[count];
  bool[] open = new bool[count];
  bool somebody = false;
  bool foreign = false;
  int probe = -1;
  int spare = -1;
  for (int i = 0; i < count; i++) {
    bool ptu = (string)members[i]["tier"] == "ptu";
    // Who leaves PTU to others comes to it last.
    rank[i] = (ptu ? keptOff ? 2000 : 0 : 1000) + ((int?)members[i]["priority"] ?? 0);
    weight[i] = (int?)members[i]["weight"] ?? 1;
    drawn[i] = -Math.Log(1 - random.NextDouble()) / weight[i];
    open[i] = !(ptu && ptuFull) && !tried.Contains("," + i.ToString() + ",");
    common[i] = 1;
    solo[i] = 1;
    string[] state = ((string)states[i]).Split(new string[] { ";" }, 10, StringSplitOptions.None);
    if (state[0] == "X") {
      long trial = long.Parse(state[5]);
      aside[i] = trial == 0 || now < trial;
      bool due = now >= long.Parse(state[patient && state.Length > 7 ? 7 : 3]);
      bool may = open[i] && aside[i] && rank[i] < 2000;
      if (may && due && probe < 0) { probe = i; }
      bool soon = state[1] != "silent" && now >= long.Parse(state[3]) + 2000 - probeSeconds * 1000;
      if (may && soon && spare < 0 && random.Next(4) == 0) { spare = i; }
    } else if (state[0] == "S") {
      bool shallow = ptu && long.Parse(state[6]) >= 10;
      double growth = (shallow ? shallowGrowth : ptu ? ptuGrowth : paygGrowth) / 100.0;
      long soloUntil = long.Parse(state[1]);
      long commonUntil = long.Parse(state[3]);
      double alone = int.Parse(state[2]) / 1e6 * Math.Pow(growth, (now - soloUntil) / 1000.0);
      double together = int.Parse(state[4]) / 1e6 * Math.Pow(growth, (now - commonUntil) / 1000.0);
      solo[i] = now < soloUntil ? 0 : Math.Min(1, alone);
      common[i] = now < commonUntil ? 0 : Math.Min(1, together);
      own[i] = state[9] == consumer;
      foreign = foreign || !own[i] && solo[i] < common[i];
      busy = busy || keptOff && !ptu && solo[i] < 1 && Regex.IsMatch(state[8], "^4[29]9$");
    }
    somebody = somebody || !aside[i];
  }
  if (probe >= 0 && attempt == 0 && somebody) { return probe; }
  for (int i = 0; i < count; i++) {
    open[i] = open[i] && !(aside[i] && somebody) && !(busy && rank[i] >= 2000);
  }
  int[] order = Enumerable.Range(0, count).Where(i => open[i]).OrderBy(i => rank[i]).ThenBy(i => drawn[i]).ToArray();
  if (order.Length == 0) { return spare; }
  if (mode == "ask" && attempt == 0) {
    int[] first = order.Where(i => rank[i] == rank[order[0]]).OrderBy(i => i).ToArray();
    return first[(int)(now / askMs % first.Length)];
  }
  foreach (int i in order) {
    if (random.NextDouble() < Math.Min(common[i], solo[i])) { return i; }
  }
  if (foreign) {
    foreach (int i in order) {
      if (random.NextDouble() < (own[i] ? Math.Min(common[i], solo[i]) : common[i])) { return i; }
    }
  }
  if (lastTry) { return spare; }
  double[] share = new double[count];
  foreach (int i in order) { share[i] = own[i] ? Math.Min(common[i], solo[i]) : common[i]; }
  double most = order.Max(i => share[i]);
  double surely = attempt > 0 ? 1 : Math.Pow(most, order.Length == 1 ? 1 / 3.0 : 0.5);
  if (most <= 0 || random.NextDouble() >= surely) { return spare; }
  double left = random.NextDouble() * order.Sum(i => share[i] * weight[i]);
  foreach (int i in order) {
    left -= share[i] * weight[i];
    if (left < 0) { return i + 1000; }
  }
  return -1;
}
