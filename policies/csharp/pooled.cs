// Whom the pool chose, as an index: the only member of its best priority, or the one in the region that the answer
// names; -1 when nobody can tell.
static int Pooled(Context context, JArray members, string sole, string tier)
{
  if (sole != "") { return int.Parse(sole); }
  if (context.Response == null) { return -1; }
  string region = context.Response.Headers.GetValueOrDefault("x-ms-region", "").Replace(" ", "").ToLowerInvariant();
  int found = -1;
  for (int i = 0; i < members.Count; i++) {
    if ((string)members[i]["tier"] != tier || (string)members[i]["region"] != region) { continue; }
    if (found >= 0) { return -1; }
    found = i;
  }
  return found;
}
