// What kind of call a path below a region's /openai/v1 is; empty: nobody serves it. `model`: it calls the model of its
// body. `models`: what the consumer may call there. `training`: its model is what is trained, and no deployment. The
// other words are those of `stateful`. Lists of what others keep are told from what is asked for by its id.
static string RegionalCall(Context context, string rest)
{
  string method = context.Request.Method;
  string path = Regex.Replace(rest, "/$", "").ToLowerInvariant();
  if (method == "POST" && ",/chat/completions,/completions,/embeddings,/images/generations,/audio/speech,/responses,"
    .Contains("," + path + ",")) { return "model"; }
  if (method == "POST" && (path == "/responses/compact" || path == "/responses/input_tokens")) { return "model"; }
  if (method == "GET" && Regex.IsMatch(path, "^/models(/[^/]+)?$")) { return "models"; }
  if (method == "POST" ? Regex.IsMatch(path, "^/(responses/[^/]+/cancel|conversations(/.*)?)$")
    : Regex.IsMatch(path, "^/(responses|conversations)/[^/]")) { return "responses"; }
  if (Regex.IsMatch(path, "^/(files|uploads|batches|vector_stores|containers)(/|$)")) { return "files"; }
  if (Regex.IsMatch(path, "^/fine_tuning(/|$)")) { return "training"; }
  if (Regex.IsMatch(path, "^/(evals|assistants|threads)(/|$)")) { return "all"; }
  return Regex.IsMatch(path, method == "GET" ? "^/chat/completions(/|$)" : "^/chat/completions/[^/]+") ? "all" : "";
}
