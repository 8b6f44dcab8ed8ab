import { bytesOf } from "../library/core";
import { CsGuid } from "../library/platform";
import { arrayOfValues, CsKeyValuePair, CsSequence } from "../runtime/collections";
import { readJson } from "../runtime/json/read";
import { CsDateTime, CsTimeSpan } from "../runtime/time";
import { type CsObject, fail, type Value } from "../runtime/value";
import type { CsType } from "../types/csType";
import { castTo } from "../types/runtimeType";
import { defineType, type Rows } from "../types/table";
import type {
  HostBody,
  HostContext,
  HostHeaders,
  HostJwt,
  HostLastError,
  HostRequest,
  HostResponse,
  HostUrl,
} from "./data";

type Types = readonly CsType[];
/** Several values of one name, joined with a comma by `GetValueOrDefault`. */
class Lists implements CsObject {
  readonly csType = "IReadOnlyDictionary";
  readonly csArgs = ["string", "string[]"];
  constructor(readonly source: HostHeaders) {}
  get(name: string): Value | undefined {
    const found = this.source.values(name);
    return found === undefined ? undefined : arrayOfValues("string", [...found]);
  }
  *csWalk() {
    for (const name of this.source.names())
      yield new CsKeyValuePair(this.csArgs, name, this.get(name) as Value);
  }
}
class Values implements CsObject {
  readonly csType = "IReadOnlyDictionary";
  constructor(
    readonly source: ReadonlyMap<string, Value>,
    readonly csArgs: readonly string[],
  ) {}
  get(name: string): Value | undefined {
    return this.source.get(name);
  }
  *csWalk() {
    for (const [name, value] of this.source) yield new CsKeyValuePair(this.csArgs, name, value);
  }
}
type Lookup = Lists | Values;
const lists = (source: ReadonlyMap<string, readonly string[]>) =>
  new Lists({ values: (name) => source.get(name), names: () => source.keys() });
/** A missing key gives null: seen in the policy toolkit, not tried on the service. The gateway that fills the variables decides nothing about it. */
defineType(
  "interface",
  "System.Collections.Generic.IReadOnlyDictionary",
  {
    "V this[K key]": (self: Lookup, key: string) => {
      const found = self.get(key);
      if (found === undefined && self.csArgs[1] !== "object")
        throw fail("KeyNotFoundException", "The given key was not present in the dictionary.");
      return found ?? null;
    },
    "bool ContainsKey(K key)": (self: Lookup, key: string) => self.get(key) !== undefined,
    "bool TryGetValue(K key, out V value)": (self: Lookup, key: string) => {
      const found = self.get(key);
      return { csType: "out", result: found !== undefined, out: found ?? null };
    },
    "int Count": (self: Lookup) => [...self.csWalk()].length,
    "IEnumerable<K> Keys": (self: Lookup) =>
      new CsSequence("string", () => [...self.csWalk()].map(({ key }) => key)),
    "IEnumerable<V> Values": (self: Lookup) =>
      new CsSequence(self.csArgs[1] as string, () => [...self.csWalk()].map(({ value }) => value)),
  },
  { parameters: ["K", "V"], bases: ["IEnumerable<KeyValuePair<K, V>>"] },
);
const joined = (self: Lookup, key: string, other: Value = null): Value => {
  const found = self.get(key);
  return found === undefined ? other : (found as unknown as { items: string[] }).items.join(",");
};
defineType("static", "Microsoft.PolicyExtensions", {
  "ext T GetValueOrDefault<T>(IReadOnlyDictionary<string, object> values, string key)": (
    types: Types,
    self: Lookup,
    key: string,
  ) => {
    const found = self.get(key);
    const type = types[0] as CsType;
    return found === undefined
      ? (({ int: 0, long: 0n, bool: false } as Record<string, Value>)[type.key] ?? null)
      : castTo(found, type);
  },
  "ext T GetValueOrDefault<T>(IReadOnlyDictionary<string, object> values, string key, T defaultValue)": (
    types: Types,
    self: Lookup,
    key: string,
    other: Value,
  ) => {
    const found = self.get(key);
    return found === undefined ? other : castTo(found, types[0] as CsType);
  },
  "ext string GetValueOrDefault(IReadOnlyDictionary<string, string[]> values, string key)": joined,
  "ext string GetValueOrDefault(IReadOnlyDictionary<string, string[]> values, string key, string defaultValue)":
    joined,
  "ext string GetValueOrDefault(IReadOnlyDictionary<string, string> values, string key, string defaultValue)":
    (self: Lookup, key: string, other: Value) => self.get(key) ?? other,
  "ext Jwt AsJwt(string input)": (text: string) => readJwt(text),
  "ext bool TryParseJwt(string input, out Jwt result)": (text: string) => {
    const found = readJwt(text);
    return { csType: "out", result: found !== null, out: found };
  },
});
function readJwt(text: string | null): Value {
  try {
    const bare = (text ?? "").replace(/^Bearer\s+/i, "");
    const [header = "", payload = ""] = bare.split(".");
    if (bare.split(".").length !== 3) return null;
    const decode = (part: string) =>
      JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
    const claims = decode(payload);
    const head = decode(header);
    const texts = (value: unknown) =>
      (Array.isArray(value) ? value : [value]).map((item) =>
        typeof item === "object" ? JSON.stringify(item) : String(item),
      );
    const one = (value: unknown) => (value === undefined ? null : String(value));
    return {
      csType: "Jwt",
      id: one(claims.jti),
      issuer: one(claims.iss),
      subject: one(claims.sub),
      audiences: claims.aud === undefined ? [] : texts(claims.aud),
      algorithm: one(head.alg),
      type: one(head.typ),
      claims: new Map(Object.entries(claims).map(([name, value]) => [name, texts(value)])),
      expirationTime: typeof claims.exp === "number" ? claims.exp * 1000 : null,
      notBefore: typeof claims.nbf === "number" ? claims.nbf * 1000 : null,
    } as CsObject;
  } catch {
    return null;
  }
}
const time = (value: number | null): Value => (value === null ? null : CsDateTime.fromUnix(value));
defineType("class", "Microsoft.Jwt", {
  "string Id": (self: HostJwt) => self.id,
  "string Issuer": (self: HostJwt) => self.issuer,
  "string Subject": (self: HostJwt) => self.subject,
  "string Algorithm": (self: HostJwt) => self.algorithm,
  "string Type": (self: HostJwt) => self.type,
  "IEnumerable<string> Audiences": (self: HostJwt) => arrayOfValues("string", [...self.audiences]),
  "IReadOnlyDictionary<string, string[]> Claims": (self: HostJwt) => lists(self.claims),
  "DateTime? ExpirationTime": (self: HostJwt) => time(self.expirationTime),
  "DateTime? NotBefore": (self: HostJwt) => time(self.notBefore),
});
defineType("interface", "Microsoft.IMessageBody", {
  "T As<T>(bool preserveContent = false)"(self: HostBody, types: Types, preserve: boolean) {
    const text = self.read(preserve);
    this.allocate(text.length);
    const type = types[0] as CsType;
    if (type.key === "string") return text;
    if (type.key === "byte[]") return bytesOf(Buffer.from(text, "utf8"));
    if (["JToken", "JObject", "JArray"].includes(type.key)) return castTo(readJson(text), type);
    throw fail("InvalidOperationException", `The body cannot be read as ${type.key}.`);
  },
});
defineType("interface", "Microsoft.IUrl", {
  "string Host": (self: HostUrl) => self.host,
  "string Path": (self: HostUrl) => self.path,
  "int Port": (self: HostUrl) => self.port,
  "string Scheme": (self: HostUrl) => self.scheme,
  "IReadOnlyDictionary<string, string[]> Query": (self: HostUrl) => lists(self.query),
  "string QueryString": (self: HostUrl) => {
    const parts = [...self.query].flatMap(([name, values]) =>
      values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    );
    return parts.length === 0 ? "" : `?${parts.join("&")}`;
  },
  "string ToString()": (self: HostUrl) => `${self.scheme}://${self.host}${self.path}`,
});
defineType("interface", "Microsoft.IRequest", {
  "string Method": (self: HostRequest) => self.method,
  "IUrl Url": (self: HostRequest) => self.url,
  "IUrl OriginalUrl": (self: HostRequest) => self.originalUrl,
  "string IpAddress": (self: HostRequest) => self.ipAddress,
  "IMessageBody Body": (self: HostRequest) => self.body,
  "IReadOnlyDictionary<string, string[]> Headers": (self: HostRequest) => new Lists(self.headers),
  "IReadOnlyDictionary<string, string> MatchedParameters": (self: HostRequest) =>
    new Values(self.matchedParameters, ["string", "string"]),
});
defineType("interface", "Microsoft.IResponse", {
  "int StatusCode": (self: HostResponse) => self.statusCode,
  "string StatusReason": (self: HostResponse) => self.statusReason,
  "IMessageBody Body": (self: HostResponse) => self.body,
  "IReadOnlyDictionary<string, string[]> Headers": (self: HostResponse) => new Lists(self.headers),
});
defineType(
  "interface",
  "Microsoft.ILastError",
  Object.fromEntries(
    (["Source", "Reason", "Message", "Scope", "Section", "Path", "PolicyId"] as const).map((name) => [
      `string ${name}`,
      (self: HostLastError) => self[(name.charAt(0).toLowerCase() + name.slice(1)) as "source"],
    ]),
  ),
);
const record = (texts: string, more: Rows = {}): Rows => ({
  ...Object.fromEntries(
    texts.split(" ").map((name) => [`string ${name}`, (self: Record<string, Value>) => self[name] ?? null]),
  ),
  ...more,
});
const member = (name: string) => (self: Record<string, Value>) => self[name] ?? null;
defineType("interface", "Microsoft.IOperation", record("Id Method Name UrlTemplate"));
defineType(
  "interface",
  "Microsoft.IApi",
  record("Id Name Path Revision Version", {
    "IUrl ServiceUrl": member("ServiceUrl"),
    "bool IsCurrentRevision": (self: Record<string, Value>) => self.IsCurrentRevision ?? true,
  }),
);
defineType("interface", "Microsoft.IProduct", record("Id Name State"));
defineType("interface", "Microsoft.ISubscription", record("Id Name Key PrimaryKey SecondaryKey"));
defineType("interface", "Microsoft.IGroup", record("Id Name"));
defineType("interface", "Microsoft.IGateway", record("Id InstanceId"));
defineType(
  "interface",
  "Microsoft.IUser",
  record("Id Email FirstName LastName Note", {
    "IEnumerable<IGroup> Groups": (self: { Groups?: Value[] }) =>
      new CsSequence("IGroup", () => self.Groups ?? []),
  }),
);
defineType(
  "interface",
  "Microsoft.IDeployment",
  record("GatewayId Region ServiceId ServiceName", { "IGateway Gateway": member("Gateway") }),
);
defineType("interface", "Microsoft.IContext", {
  "IReadOnlyDictionary<string, object> Variables": (self: HostContext) =>
    new Values(self.variables, ["string", "object"]),
  "IRequest Request": (self: HostContext) => self.request,
  "IResponse Response": (self: HostContext) => self.response,
  "ILastError LastError": (self: HostContext) => self.lastError,
  "Guid RequestId": (self: HostContext) => new CsGuid(self.requestId),
  "TimeSpan Elapsed": (self: HostContext) => new CsTimeSpan(BigInt(Math.floor(self.elapsed)) * 10_000n),
  "DateTime Timestamp": (self: HostContext) => CsDateTime.fromUnix(self.timestamp),
  "bool Tracing": (self: HostContext) => self.tracing,
  "void Trace(string message)": (self: HostContext, message: string) => {
    self.trace(message);
    return null;
  },
  "IOperation Operation": (self: HostContext) => self.operation,
  "IApi Api": (self: HostContext) => self.api,
  "IProduct Product": (self: HostContext) => self.product,
  "ISubscription Subscription": (self: HostContext) => self.subscription,
  "IUser User": (self: HostContext) => self.user,
  "IDeployment Deployment": (self: HostContext) => self.deployment,
});
