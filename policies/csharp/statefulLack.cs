// What a call of one account needs and its consumer has not, of `stateful`; empty where it has it.
static string StatefulLack(Context context, string stateful, string regionalCall)
{
  string needed = regionalCall == "training" ? "all" : regionalCall.StartsWith("model", StringComparison.Ordinal)
    ? "responses" : regionalCall;
  string words = "none responses files all";
  bool has = words.IndexOf(stateful, StringComparison.Ordinal) >= words.IndexOf(needed, StringComparison.Ordinal);
  return has ? "" : needed;
}
