// The states as they are after a member was set aside, and with it the account's other one where that does not answer.
static JArray Marked(Context context, JArray members, JArray states, int chosen, string state, string sibling)
{
  return new JArray(states.Select((old, i) =>
    i == chosen || sibling != "" && (string)members[i]["member"] == sibling ? state : (string)old));
}
