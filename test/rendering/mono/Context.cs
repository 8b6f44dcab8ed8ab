// The part of API Management's `context` that the policies use, written from its documentation. Stricter than the
// service where that is not documented: a variable that was never set throws.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;

public interface IHeaders : IReadOnlyDictionary<string, string[]> {}

public class Headers : Dictionary<string, string[]>, IHeaders {
  public Headers() : base(StringComparer.OrdinalIgnoreCase) {}
}

public class MessageBody {
  public string Text;
  bool consumed;
  public T As<T>(bool preserveContent = false) {
    if (consumed) throw new InvalidOperationException("the body was read without preserveContent");
    consumed = !preserveContent;
    if (typeof(T) == typeof(string)) return (T)(object)Text;
    if (typeof(T) == typeof(JObject)) return (T)(object)JObject.Parse(Text);
    throw new InvalidOperationException("no body as " + typeof(T).Name);
  }
}

public class Url { public string Host = "", Path = ""; public Headers Query = new Headers(); }
public class Request {
  public string Method = "POST", IpAddress = "203.0.113.9";
  public MessageBody Body;
  public Headers Headers = new Headers();
  public IReadOnlyDictionary<string, string> MatchedParameters = new Dictionary<string, string>();
  public Url Url = new Url(), OriginalUrl = new Url();
}
public class Response {
  public int StatusCode;
  public string StatusReason = "";
  public Headers Headers = new Headers();
  public MessageBody Body;
}
public class Operation { public string Id = "", UrlTemplate = ""; }
public class Subscription { public string Id = "", Name = ""; }
public class LastError { public string Source = "", Reason = "", Message = "", Section = "", Scope = "", Path = "", PolicyId = ""; }
public class Jwt {
  public IReadOnlyDictionary<string, string[]> Claims = new Dictionary<string, string[]>();
  public IEnumerable<string> Audiences = new string[0];
  public string Issuer = "";
  public DateTime? ExpirationTime, NotBefore;
}

public class Context {
  public Dictionary<string, object> Set = new Dictionary<string, object>();
  public IReadOnlyDictionary<string, object> Variables { get { return Set; } }
  public Request Request = new Request();
  public Response Response;
  public Operation Operation = new Operation();
  public Subscription Subscription;
  public LastError LastError;
  public Guid RequestId = Guid.Empty;
}

public static class Extensions {
  // What is sent here as a token is none: the gateway's own scenarios read real ones.
  public static Jwt AsJwt(this string text) { return null; }
  public static T GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> values, string key, T otherwise) {
    object value;
    return values.TryGetValue(key, out value) ? (T)value : otherwise;
  }
  public static string GetValueOrDefault(this IReadOnlyDictionary<string, string[]> values, string key, string otherwise) {
    string[] value;
    return values.TryGetValue(key, out value) ? string.Join(",", value) : otherwise;
  }
}
