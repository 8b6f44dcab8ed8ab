// A small gateway that runs the rendered policies with the compiled expressions against scripted answers. It knows the
// policies that the project writes and refuses every other by name.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

class Returned : Exception {}
class Failed : Exception { public LastError Error; }

class Gateway {
  readonly string folder;
  static string unavailableReason;
  static string silence;
  readonly JObject scenario;
  readonly JObject cache;
  readonly Context context = new Context();
  readonly JArray calls = new JArray(), traces = new JArray(), metrics = new JArray();
  readonly Dictionary<string, int> taken = new Dictionary<string, int>();
  string section = "", backend = "", path = "";

  Gateway(string folder, JObject scenario, JObject cache) { this.folder = folder; this.scenario = scenario; this.cache = cache; }

  static void Main(string[] args) {
    unavailableReason = args[3];
    silence = args[4];
    var results = new JArray();
    foreach (JObject scenario in JArray.Parse(File.ReadAllText(args[1]))) {
      var cache = (JObject)(scenario["cache"] ?? new JObject());
      foreach (JObject request in (JArray)scenario["requests"]) {
        var result = new Gateway(args[0], request, cache).Run();
        result["scenario"] = scenario["name"];
        result["cache"] = cache.DeepClone();
        results.Add(result);
      }
    }
    File.WriteAllText(args[2], results.ToString(Formatting.None));
  }

  JObject Run() {
    string api = (string)scenario["api"];
    context.Operation.Id = (string)scenario["operation"] ?? "chat-completions";
    context.Operation.UrlTemplate = (string)scenario["template"] ?? "";
    context.Request.Method = (string)scenario["method"] ?? "POST";
    context.Request.OriginalUrl.Path = (string)scenario["path"] ?? "";
    if (scenario["body"] != null) context.Request.Body = new MessageBody { Text = (string)scenario["body"] };
    foreach (var header in (JObject)(scenario["headers"] ?? new JObject())) context.Request.Headers[header.Key] = new[] { (string)header.Value };
    foreach (var parameter in (JObject)(scenario["query"] ?? new JObject())) context.Request.Url.Query[parameter.Key] = new[] { (string)parameter.Value };
    context.Request.MatchedParameters = ((JObject)(scenario["parameters"] ?? new JObject())).Properties().ToDictionary(p => p.Name, p => (string)p.Value);
    if (scenario["consumer"] != null) context.Subscription = new Subscription { Id = "aoai-" + (string)scenario["consumer"] };
    var policies = XDocument.Load(folder + "/apis/" + api + ".xml").Root;
    try {
      try {
        if (scenario["early"] != null) {
          if (scenario["early"]["status"] != null) context.Response = new Response { StatusCode = (int)scenario["early"]["status"] };
          if (scenario["early"]["body"] != null) context.Response.Body = new MessageBody { Text = (string)scenario["early"]["body"] };
          throw new Failed { Error = new LastError { Section = "inbound", Source = (string)scenario["early"]["source"], Reason = (string)scenario["early"]["reason"], Message = "told to the log only" } };
        }
        foreach (var name in new[] { "inbound", "backend", "outbound" }) { section = name; Children(policies.Element(name)); }
      } catch (Failed failure) {
        Recover(policies, failure.Error);
      } catch (Returned) {
        throw;
      } catch (Exception error) {
        if (error is NotSupportedException) throw;
        Recover(policies, new LastError { Section = section, Source = "policy", Reason = "ExpressionValueEvaluationFailure", Message = error.GetType().Name + ": " + error.Message });
      }
    } catch (Returned) {}
    return new JObject(
      new JProperty("status", context.Response == null ? 0 : context.Response.StatusCode),
      new JProperty("headers", new JObject((context.Response == null ? new Headers() : context.Response.Headers).OrderBy(h => h.Key).Select(h => new JProperty(h.Key, string.Join(",", h.Value))))),
      new JProperty("body", answerBody), new JProperty("calls", calls), new JProperty("traces", traces), new JProperty("metrics", metrics),
      new JProperty("sentQuery", new JObject(context.Request.Url.Query.Select(q => new JProperty(q.Key, string.Join(",", q.Value))))),
      new JProperty("sentHeaders", new JArray(context.Request.Headers.Keys.OrderBy(k => k))));
  }

  string answerBody = "";

  void Recover(XElement policies, LastError error) {
    context.LastError = error;
    if (context.Response == null && (string)scenario["errorStatus"] != null) context.Response = new Response { StatusCode = (int)scenario["errorStatus"] };
    section = "on-error";
    Children(policies.Element("on-error"));
  }

  object Value(string text) {
    string trimmed = text.Trim();
    if (!trimmed.StartsWith("@(") && !trimmed.StartsWith("@{")) return text;
    Func<Context, object> expression;
    if (!Expressions.All.TryGetValue(Regex.Replace(trimmed, "\\s+", " "), out expression)) throw new NotSupportedException("expression was not compiled: " + trimmed);
    return expression(context);
  }
  string Text(XElement element, string attribute) { var found = element.Attribute(attribute); return found == null ? null : Convert.ToString(Value(found.Value)); }

  void Children(XElement parent) { foreach (var child in parent.Elements()) Policy(child); }

  void Policy(XElement policy) {
    switch (policy.Name.LocalName) {
      case "base": break;
      case "include-fragment": Children(XDocument.Load(folder + "/fragments/" + Text(policy, "fragment-id") + ".xml").Root); break;
      case "set-variable":
        object held = Value(policy.Attribute("value").Value);
        // Basic types are documented; Json.NET's are in Microsoft's own samples. Arrays and lists are neither.
        if (!(held is string || held is bool || held is int || held is long || held is JToken)) throw new NotSupportedException("set-variable cannot hold " + (held == null ? "null" : held.GetType().Name));
        context.Set[Text(policy, "name")] = held;
        break;
      case "choose":
        foreach (var branch in policy.Elements()) {
          if (branch.Name == "otherwise" || (bool)Value(branch.Attribute("condition").Value)) { Children(branch); break; }
        }
        break;
      case "set-header": SetHeader(policy, section == "inbound" || section == "backend" ? context.Request.Headers : context.Response.Headers); break;
      case "set-query-parameter":
        if (Text(policy, "exists-action") == "delete") context.Request.Url.Query.Remove(Text(policy, "name"));
        else context.Request.Url.Query[Text(policy, "name")] = new[] { Convert.ToString(Value(policy.Element("value").Value)) };
        break;
      case "rewrite-uri": path = Text(policy, "template"); break;
      case "set-body": context.Request.Body = new MessageBody { Text = Convert.ToString(Value(policy.Value)) }; break;
      case "set-backend-service": backend = Text(policy, "backend-id"); break;
      case "authentication-managed-identity": context.Set[Text(policy, "output-token-variable-name")] = "identity"; break;
      case "ip-filter":
        if ((string)scenario["address"] == "other") {
          context.Response = new Response { StatusCode = 403 };
          throw new Failed { Error = new LastError { Section = section, Source = "ip-filter", Reason = "CallerIpNotAllowed", PolicyId = Text(policy, "id") ?? "" } };
        }
        break;
      case "llm-token-limit":
        context.Set[Text(policy, "remaining-tokens-variable-name")] = 1234;
        if (scenario["limit"] != null) {
          context.Response = new Response { StatusCode = (int)scenario["limit"] };
          context.Response.Headers["Retry-After"] = new[] { "37" };
          throw new Failed { Error = new LastError { Section = section, Source = "llm-token-limit", Reason = "Exceeded", PolicyId = Text(policy, "id") ?? "" } };
        }
        break;
      case "emit-metric":
      case "llm-emit-token-metric": metrics.Add(new JArray(policy.Elements().Select(d => Text(d, "name") + "=" + Text(d, "value")))); break;
      case "validate-azure-ad-token":
        if (scenario["claims"] == null) { context.Response = new Response { StatusCode = 401 }; throw new Failed { Error = new LastError { Section = section, Source = "validate-azure-ad-token", Reason = "TokenInvalid", PolicyId = Text(policy, "id") ?? "" } }; }
        context.Set[Text(policy, "output-token-variable-name")] = new Jwt { Claims = ((JObject)scenario["claims"]).Properties().ToDictionary(p => p.Name, p => new[] { (string)p.Value }) };
        break;
      case "cache-lookup-value":
        JToken cached = cache[Text(policy, "key")];
        if (cached != null) context.Set[Text(policy, "variable-name")] = (string)cached;
        else if (policy.Attribute("default-value") != null) context.Set[Text(policy, "variable-name")] = Text(policy, "default-value");
        break;
      case "cache-remove-value": cache.Remove(Text(policy, "key")); break;
      case "cache-store-value":
        cache[Text(policy, "key")] = (string)Value(policy.Attribute("value").Value);
        if (int.Parse(Text(policy, "duration")) < 1) throw new NotSupportedException("duration");
        break;
      case "trace": traces.Add(Convert.ToString(Value(policy.Element("message").Value))); foreach (var metadata in policy.Elements("metadata")) Text(metadata, "value"); break;
      case "retry": Retry(policy); break;
      case "forward-request": Forward(policy); break;
      case "return-response": Return(policy); throw new Returned();
      default: throw new NotSupportedException("policy " + policy.Name);
    }
  }

  void SetHeader(XElement policy, Headers headers) {
    string name = Text(policy, "name");
    if (Text(policy, "exists-action") == "delete") headers.Remove(name);
    else headers[name] = policy.Elements("value").Select(v => Convert.ToString(Value(v.Value))).ToArray();
  }

  void Return(XElement policy) {
    var response = new Response();
    foreach (var part in policy.Elements()) {
      if (part.Name == "set-status") response.StatusCode = int.Parse(Text(part, "code"));
      else if (part.Name == "set-header") SetHeader(part, response.Headers);
      else answerBody = Convert.ToString(Value(part.Value));
    }
    context.Response = response;
  }

  void Retry(XElement policy) {
    int count = int.Parse(Text(policy, "count"));
    for (int left = count; ; left--) {
      Failed failure = null;
      try { Children(policy); } catch (Failed error) { if ((bool?)scenario["jumps"] ?? false) throw; failure = error; }
      bool again = left > 0 && (bool)Value(policy.Attribute("condition").Value);
      if (again) continue;
      if (failure != null && !((bool?)scenario["swallows"] ?? false)) throw failure;
      return;
    }
  }

  // Answers are scripted by backend, in order; the last one stays. No script: 200.
  void Forward(XElement policy) {
    var script = (JArray)((JObject)(scenario["answers"] ?? new JObject()))[backend];
    int turn; taken.TryGetValue(backend, out turn); taken[backend] = turn + 1;
    JToken answer = script == null ? new JValue(200) : script[Math.Min(turn, script.Count - 1)];
    calls.Add(new JObject(new JProperty("backend", backend), new JProperty("path", path), new JProperty("body", context.Request.Body == null ? null : context.Request.Body.Text)));
    Response before = context.Response;
    context.Response = null;
    string failure = answer.Type == JTokenType.String ? (string)answer : null;
    if (failure == "none" && silence == "error") context.Response = new Response { StatusCode = 500 };
    if (failure == "none" && silence == "kept") context.Response = before;
    if (failure == "none") throw new Failed { Error = new LastError { Section = "backend", Source = "forward-request", Reason = "BackendConnectionFailure" } };
    if (failure == "exhausted") {
      context.Response = new Response { StatusCode = 503 };
      throw new Failed { Error = new LastError { Section = "backend", Source = "forward-request", Reason = unavailableReason } };
    }
    // What the gateway makes itself when nobody answered: an account's own answers have an id.
    if (failure == "made") { context.Response = new Response { StatusCode = 500 }; return; }
    context.Response = new Response { StatusCode = answer.Type == JTokenType.Object ? (int)answer["status"] : (int)answer };
    if (answer.Type == JTokenType.Object && answer["body"] != null) context.Response.Body = new MessageBody { Text = (string)answer["body"] };
    if (answer.Type == JTokenType.Object) foreach (var header in (JObject)(answer["headers"] ?? new JObject())) context.Response.Headers[header.Key] = new[] { (string)header.Value };
    context.Response.Headers["x-ms-region"] = new[] { "somewhere" };
    context.Response.Headers["apim-request-id"] = new[] { "1" };
  }
}
