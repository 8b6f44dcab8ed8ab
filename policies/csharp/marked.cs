// The states as they are after a member was set aside, and with it its account where that does not answer.
static JArray Marked(Context context, JArray members, JArray states, int chosen, string state, string siblingKey)
{
  string account = (string)members[chosen]["account"];
  return new JArray(states.Select((old, i) =>
    i == chosen || siblingKey != "" && (string)members[i]["account"] == account ? state : (string)old));
}
