// The model whose name differs from what was asked for by nothing but its case; empty where there is none.
static string NamedAlike(Context context, string models, string asked)
{
  foreach (JProperty model in JObject.Parse(models).Properties()) {
    if (string.Equals(model.Name, asked, StringComparison.OrdinalIgnoreCase)) { return model.Name; }
  }
  return "";
}
