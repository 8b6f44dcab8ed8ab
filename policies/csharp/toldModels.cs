// The models of one account in OpenAI's shape: a list, or the one that is asked for, and empty where there is none.
static string ToldModels(Context context, JObject modelsHere, string asked)
{
  JArray told = new JArray(modelsHere.Properties()
    .Where(model => asked == "" || string.Equals(model.Name, asked, StringComparison.OrdinalIgnoreCase))
    .Select(model => new JObject(new JProperty("id", model.Name), new JProperty("object", "model"),
      new JProperty("created", 0), new JProperty("owned_by", "azure-openai"))));
  if (asked != "") { return told.Count == 0 ? "" : told[0].ToString(Formatting.None); }
  return new JObject(new JProperty("object", "list"), new JProperty("data", told)).ToString(Formatting.None);
}
