// `context` of policy expressions over one JSON description, for a comparison with a real C# compiler and runtime.
// The same descriptions become the TypeScript context in `hostContext.ts`.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

public class Lookup<T> : IReadOnlyDictionary<string, T> {
  readonly Dictionary<string, T> inner;
  readonly bool missingIsNull;
  public Lookup(IEqualityComparer<string> comparer, bool missingIsNull) { inner = new Dictionary<string, T>(comparer); this.missingIsNull = missingIsNull; }
  public void Add(string key, T value) { inner.Add(key, value); }
  public T this[string key] { get { T found; return missingIsNull ? (inner.TryGetValue(key, out found) ? found : default(T)) : inner[key]; } }
  public bool ContainsKey(string key) { return inner.ContainsKey(key); }
  public bool TryGetValue(string key, out T value) { return inner.TryGetValue(key, out value); }
  public int Count { get { return inner.Count; } }
  public IEnumerable<string> Keys { get { return inner.Keys; } }
  public IEnumerable<T> Values { get { return inner.Values; } }
  public IEnumerator<KeyValuePair<string, T>> GetEnumerator() { return inner.GetEnumerator(); }
  IEnumerator IEnumerable.GetEnumerator() { return inner.GetEnumerator(); }
}

public static class PolicyExtensions {
  public static T GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> values, string key) {
    object found; return values.TryGetValue(key, out found) ? (T)found : default(T);
  }
  public static T GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> values, string key, T defaultValue) {
    object found; return values.TryGetValue(key, out found) ? (T)found : defaultValue;
  }
  public static string GetValueOrDefault(this IReadOnlyDictionary<string, string[]> values, string key, string defaultValue = null) {
    string[] found; return values.TryGetValue(key, out found) ? string.Join(",", found) : defaultValue;
  }
  public static string GetValueOrDefault(this IReadOnlyDictionary<string, string> values, string key, string defaultValue = null) {
    string found; return values.TryGetValue(key, out found) ? found : defaultValue;
  }
}

public class IMessageBody {
  string content;
  public IMessageBody(string content) { this.content = content; }
  public T As<T>(bool preserveContent = false) {
    var text = content;
    if (!preserveContent) content = "";
    object made;
    if (typeof(T) == typeof(string)) made = text;
    else if (typeof(T) == typeof(byte[])) made = Encoding.UTF8.GetBytes(text);
    else if (typeof(T) == typeof(JToken)) made = JToken.Parse(text);
    else if (typeof(T) == typeof(JObject)) made = JObject.Parse(text);
    else if (typeof(T) == typeof(JArray)) made = JArray.Parse(text);
    else throw new InvalidOperationException();
    return (T)made;
  }
}

public class IUrl {
  public string Scheme, Host, Path, QueryString;
  public int Port;
  public IReadOnlyDictionary<string, string[]> Query;
  public IUrl(JToken from) {
    Scheme = (string)from["scheme"]; Host = (string)from["host"]; Path = (string)from["path"]; Port = (int)from["port"];
    var search = (string)from["search"];
    QueryString = search == "" ? "" : "?" + search;
    Query = Read.Lists(from["query"], StringComparer.Ordinal);
  }
  public override string ToString() { return Scheme + "://" + Host + (Port == (Scheme == "https" ? 443 : 80) ? "" : ":" + Port) + Path + QueryString; }
}

public class IRequest {
  public string Method, IpAddress;
  public IUrl Url, OriginalUrl;
  public IMessageBody Body;
  public IReadOnlyDictionary<string, string[]> Headers;
  public IReadOnlyDictionary<string, string> MatchedParameters;
}
public class IResponse {
  public int StatusCode;
  public string StatusReason;
  public IMessageBody Body;
  public IReadOnlyDictionary<string, string[]> Headers;
}
public class ILastError { public string Source, Reason, Message, Scope, Section, Path, PolicyId; }
public class IGroup { public string Id, Name; }
public class IOperation { public string Id, Method, Name, UrlTemplate; }
public class IApi { public string Id, Name, Path, Revision, Version; public bool IsCurrentRevision; }
public enum ProductState { NotPublished, Published }
public class IProduct { public string Id, Name; public ProductState State; public int? SubscriptionLimit; public bool ApprovalRequired, SubscriptionRequired; }
public class ISubscription { public string Id, Name, Key, PrimaryKey, SecondaryKey; public DateTime CreatedDate; public DateTime? StartDate, EndDate; }
public class IUser { public string Id, Email, FirstName, LastName, Note; public DateTime RegistrationDate; public IEnumerable<IGroup> Groups; }
public class IGateway { public string Id, InstanceId; public bool IsManaged; }
public class IDeployment { public string GatewayId, Region, ServiceId, ServiceName; public IGateway Gateway; }

public class IContext {
  public IReadOnlyDictionary<string, object> Variables;
  public IRequest Request; public IResponse Response; public ILastError LastError;
  public IOperation Operation; public IApi Api; public IProduct Product; public ISubscription Subscription; public IUser User; public IDeployment Deployment;
  public Guid RequestId; public DateTime Timestamp; public TimeSpan Elapsed; public bool Tracing;
  public void Trace(string message) {}
}

public static class Clock {
  public static DateTime UtcNow;
  public static DateTimeOffset OffsetUtcNow { get { return new DateTimeOffset(UtcNow); } }
}

public static class Read {
  public static IReadOnlyDictionary<string, string[]> Lists(JToken from, IEqualityComparer<string> comparer) {
    var made = new Lookup<string[]>(comparer, false);
    foreach (var property in ((JObject)from).Properties()) made.Add(property.Name, property.Value.Select(item => (string)item).ToArray());
    return made;
  }
  static DateTime Time(JToken milliseconds) { return new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds((double)milliseconds); }
  static DateTime? MaybeTime(JToken milliseconds) { return milliseconds == null || milliseconds.Type == JTokenType.Null ? (DateTime?)null : Time(milliseconds); }
  static object Value(JToken from) {
    var text = (string)from["value"];
    switch ((string)from["type"]) {
      case "null": return null;
      case "string": return text;
      case "int": return int.Parse(text);
      case "long": return long.Parse(text);
      case "double": return double.Parse(text, CultureInfo.InvariantCulture);
      case "decimal": return decimal.Parse(text, CultureInfo.InvariantCulture);
      case "bool": return bool.Parse(text);
      case "char": return text[0];
      case "json": return JToken.Parse(text);
      case "string[]": return text.Split(',');
      case "DateTime": return Time(long.Parse(text));
      case "TimeSpan": return TimeSpan.FromMilliseconds(long.Parse(text));
      case "Guid": return Guid.Parse(text);
      default: throw new Exception("unknown type " + from["type"]);
    }
  }
  // Dates and lists are read by hand, everything else by the names of its members.
  static T Record<T>(JToken from, Action<T, JToken> more = null) where T : class, new() {
    if (from == null || from.Type == JTokenType.Null) return null;
    var made = new T();
    foreach (var field in typeof(T).GetFields()) {
      var value = from[field.Name];
      if (value == null) continue;
      if (field.FieldType == typeof(string)) field.SetValue(made, (string)value);
      else if (field.FieldType == typeof(bool)) field.SetValue(made, (bool)value);
      else if (field.FieldType == typeof(int?)) field.SetValue(made, (int?)value);
      else if (field.FieldType == typeof(DateTime)) field.SetValue(made, Time(value));
      else if (field.FieldType == typeof(DateTime?)) field.SetValue(made, MaybeTime(value));
      else if (field.FieldType.IsEnum) field.SetValue(made, Enum.Parse(field.FieldType, (string)value));
    }
    if (more != null) more(made, from);
    return made;
  }
  static IMessageBody Body(JToken from) { return from.Type == JTokenType.Null ? null : new IMessageBody((string)from); }
  public static IContext Context(JObject from) {
    var variables = new Lookup<object>(StringComparer.Ordinal, (string)from["missingVariable"] == "null");
    foreach (var property in ((JObject)from["variables"]).Properties()) variables.Add(property.Name, Value(property.Value));
    var request = from["request"];
    var parameters = new Lookup<string>(StringComparer.Ordinal, false);
    foreach (var property in ((JObject)request["matchedParameters"]).Properties()) parameters.Add(property.Name, (string)property.Value);
    var response = from["response"];
    return new IContext {
      Variables = variables,
      Request = new IRequest {
        Method = (string)request["method"], IpAddress = (string)request["ipAddress"], Url = new IUrl(request["url"]), OriginalUrl = new IUrl(request["originalUrl"]),
        Headers = Lists(request["headers"], StringComparer.OrdinalIgnoreCase), MatchedParameters = parameters, Body = Body(request["body"]),
      },
      Response = response.Type == JTokenType.Null ? null : new IResponse {
        StatusCode = (int)response["statusCode"], StatusReason = (string)response["statusReason"],
        Headers = Lists(response["headers"], StringComparer.OrdinalIgnoreCase), Body = Body(response["body"]),
      },
      LastError = Record<ILastError>(from["lastError"]), Operation = Record<IOperation>(from["operation"]), Api = Record<IApi>(from["api"]),
      Product = Record<IProduct>(from["product"]), Subscription = Record<ISubscription>(from["subscription"]),
      User = Record<IUser>(from["user"], (made, user) => made.Groups = user["Groups"].Select(group => Record<IGroup>(group)).ToList()),
      Deployment = Record<IDeployment>(from["deployment"], (made, deployment) => made.Gateway = Record<IGateway>(deployment["Gateway"])),
      RequestId = Guid.Parse((string)from["requestId"]), Timestamp = Time(from["timestamp"]),
      Elapsed = TimeSpan.FromMilliseconds((double)from["elapsed"]), Tracing = (bool)from["tracing"],
    };
  }
}

public static class Oracle {
  static readonly List<string> results = new List<string>();
  static JArray contexts;
  static string D(object value) {
    if (value == null) return "null";
    if (value is JToken) return value.GetType().FullName + ":" + ((JToken)value).ToString(Formatting.None);
    if (value is IEnumerable && !(value is string)) return "[" + string.Join("; ", ((IEnumerable)value).Cast<object>().Select(D)) + "]";
    return value.GetType().FullName + ":" + value;
  }
  public static void Run<T>(int context, Func<IContext, T> expression) {
    try { results.Add(typeof(T) + " " + D(expression(Read.Context((JObject)contexts[context])))); }
    catch (Exception failure) { results.Add(typeof(T) + " !" + failure.GetType().FullName); }
  }
  public static void Open(string file) {
    System.Threading.Thread.CurrentThread.CurrentCulture = CultureInfo.InvariantCulture;
    // Texts stay what they are: descriptions hold no dates.
    using (var reader = new JsonTextReader(new System.IO.StreamReader(file)) { DateParseHandling = DateParseHandling.None }) {
      var input = JObject.Load(reader);
      contexts = (JArray)input["contexts"];
      Clock.UtcNow = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds((double)input["now"]);
    }
  }
  public static void Close() { Console.OutputEncoding = new UTF8Encoding(false); Console.Write(JsonConvert.SerializeObject(results)); }
}
