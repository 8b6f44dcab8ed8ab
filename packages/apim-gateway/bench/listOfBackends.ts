export interface ListedBackend {
  /** Without a slash at the end. */
  readonly url: string;
  /** Lower first. */
  readonly priority: number;
}

export interface ListOptions {
  readonly backends: readonly ListedBackend[];
  /**
   * How the condition of `retry` reads the number of backends that are left, which starts as the text of a literal and
   * becomes an int once it is counted: unboxed as an int, parsed as a text, or converted from either.
   *
   * @default "converted"
   */
  readonly left?: "unboxed" | "parsed" | "converted";
  /** Expression of the key under which the list is cached. @default one for each API */
  readonly key?: string;
  /** 401 moves on too. @default false */
  readonly unauthorized?: boolean;
}

const readings = {
  unboxed: `(int)context.Variables["left"]`,
  parsed: `int.Parse((string)context.Variables["left"])`,
  converted: `Convert.ToInt32(context.Variables["left"])`,
};

const failedBy = (unauthorized: boolean) =>
  `context.Response != null && (context.Response.StatusCode == 429 || context.Response.StatusCode >= 500${unauthorized ? " || context.Response.StatusCode == 401" : ""})`;

/**
 * Sections of a load balancer that is all C#: a list of backends in the cache, each with a priority and the time until
 * which it is throttled; one of the best priority is chosen at random, and a refusal marks it and tries another.
 */
export function listOfBackends({
  backends,
  left = "converted",
  key = `"accounts:" + context.Api.Id`,
  unauthorized = false,
}: ListOptions) {
  const failed = failedBy(unauthorized);
  const store = `<cache-store-value key='@(${key})' value='@((JArray)context.Variables["accounts"])' duration="60" />`;
  const rows = backends.map(
    ({ url, priority }) =>
      `list.Add(new JObject { { "url", "${url}" }, { "priority", ${priority} }, { "isThrottling", false }, { "retryAfter", DateTime.MinValue } });`,
  );
  return {
    inbound: `<base />
      <cache-lookup-value key='@(${key})' variable-name="accounts" />
      <choose>
        <when condition='@(!context.Variables.ContainsKey("accounts"))'>
          <set-variable name="accounts" value='@{
            var list = new JArray();
            ${rows.join("\n")}
            return list;
          }' />
          ${store}
        </when>
      </choose>
      <set-variable name="chosen" value="-1" />
      <set-variable name="left" value="1" />`,
    backend: `<retry condition='@(${failed} && ${readings[left]} > 0)' count="50" interval="0">
      <set-variable name="accounts" value='@{
        var list = (JArray)context.Variables["accounts"];
        foreach (JObject account in list) {
          if (account.Value<bool>("isThrottling") && account.Value<DateTime>("retryAfter") <= DateTime.Now) {
            account["isThrottling"] = false;
            account["retryAfter"] = DateTime.MinValue;
          }
        }
        return list;
      }' />
      ${store}
      <set-variable name="chosen" value='@{
        var list = (JArray)context.Variables["accounts"];
        int best = Int32.MaxValue;
        var free = new List<int>();
        for (int n = 0; n < list.Count; n++) {
          var account = (JObject)list[n];
          if (account.Value<bool>("isThrottling")) { continue; }
          int priority = account.Value<int>("priority");
          if (priority < best) { best = priority; free.Clear(); }
          if (priority == best) { free.Add(n); }
        }
        if (free.Count == 0) { return 0; }
        return free.Count == 1 ? free[0] : free[new Random().Next(0, free.Count)];
      }' />
      <set-variable name="url" value='@(((JObject)((JArray)context.Variables["accounts"])[(Int32)context.Variables["chosen"]]).Value<string>("url") + "/openai")' />
      <set-backend-service base-url='@((string)context.Variables["url"])' />
      <forward-request buffer-request-body="true" />
      <choose>
        <when condition='@(${failed})'>
          <cache-lookup-value key='@(${key})' variable-name="accounts" />
          <set-variable name="accounts" value='@{
            var list = (JArray)context.Variables["accounts"];
            int seconds = Convert.ToInt32(context.Response.Headers.GetValueOrDefault("Retry-After", "-1"));
            if (seconds == -1) { seconds = Convert.ToInt32(context.Response.Headers.GetValueOrDefault("x-ratelimit-reset-requests", "10")); }
            var account = (JObject)list[context.Variables.GetValueOrDefault<int>("chosen")];
            account["isThrottling"] = true;
            account["retryAfter"] = DateTime.Now.AddSeconds(seconds);
            return list;
          }' />
          ${store}
          <set-variable name="left" value='@{
            int left = 0;
            foreach (JObject account in (JArray)context.Variables["accounts"]) {
              if (!account.Value<bool>("isThrottling")) { left++; }
            }
            return left;
          }' />
        </when>
      </choose>
    </retry>`,
    outbound: `<base />
      <set-header name="x-account" exists-action="override"><value>@(context.Variables.GetValueOrDefault<string>("url", "none"))</value></set-header>`,
  };
}
