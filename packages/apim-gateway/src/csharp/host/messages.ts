import { bytesOf } from "../library/core";
import { parse } from "../library/json";
import { uri } from "../library/uri";
import { readXml } from "../library/xml";
import { CsDictionary, CsList } from "../runtime/collections";
import type { Machine } from "../runtime/machine";
import { fail, type Value } from "../runtime/value";
import type { CsType } from "../types/csType";
import { defineType } from "../types/table";
import type { HostBody, HostContext, HostFoundryRequest, HostRequest, HostResponse, HostUrl } from "./data";
import { listsOf, listsOfMap, textsOf } from "./dictionary";

type Read = (machine: Machine, body: HostBody, preserve: boolean) => Value;

function textOfBody(machine: Machine, body: HostBody, preserve: boolean): string {
  const text = body.read(preserve);
  machine.allocate(text.length);
  return text;
}

/** What `As<T>` can make of a body. */
const readers: Readonly<Record<string, Read>> = {
  string: textOfBody,
  "byte[]": (machine, body, preserve) => {
    const bytes = body.readBytes?.(preserve) ?? Buffer.from(body.read(preserve), "utf8");
    machine.allocate(bytes.byteLength * 8);
    return bytesOf(bytes);
  },
  JToken: (machine, body, preserve) => parse(machine, textOfBody(machine, body, preserve), undefined),
  JObject: (machine, body, preserve) => parse(machine, textOfBody(machine, body, preserve), "JObject"),
  JArray: (machine, body, preserve) => parse(machine, textOfBody(machine, body, preserve), "JArray"),
  XElement: (machine, body, preserve) => readXml(textOfBody(machine, body, preserve), "XElement"),
  XDocument: (machine, body, preserve) => readXml(textOfBody(machine, body, preserve), "XDocument"),
  XNode: (machine, body, preserve) => readXml(textOfBody(machine, body, preserve), "XNode"),
};

defineType("interface", "Microsoft.IMessageBody", {
  "T As<T>(bool preserveContent = false)"(self: HostBody, types: readonly CsType[], preserve: boolean) {
    const { key } = types[0] as CsType;
    const read = readers[key];
    if (read === undefined) throw fail("InvalidOperationException", `The body cannot be read as ${key}.`);
    return read(this, self, preserve);
  },
  "IDictionary<string, IList<string>> AsFormUrlEncodedContent(bool preserveContent = false)"(
    self: HostBody,
    preserve: boolean,
  ) {
    const form = new CsDictionary(["string", "IList<string>"]);
    for (const [name, value] of new URLSearchParams(textOfBody(this, self, preserve))) {
      const known = form.get(name)?.value as CsList | undefined;
      if (known === undefined) form.set(name, new CsList("string", [value]));
      else known.items.push(value);
    }
    return form;
  },
});

function queryText(url: HostUrl): string {
  const search =
    url.search ??
    [...url.query]
      .flatMap(([name, values]) =>
        values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
      )
      .join("&");
  return search === "" ? "" : `?${search}`;
}

/** The whole address. Not documented; Microsoft's policy toolkit writes it so, without the scheme's own port. */
export function urlText(url: HostUrl): string {
  const port = url.port === (url.scheme === "https" ? 443 : 80) ? "" : `:${url.port}`;
  return `${url.scheme}://${url.host}${port}${url.path}${queryText(url)}`;
}

defineType("interface", "Microsoft.IUrl", {
  "string Host": (self: HostUrl) => self.host,
  "string Path": (self: HostUrl) => self.path,
  "int Port": (self: HostUrl) => self.port,
  "string Scheme": (self: HostUrl) => self.scheme,
  "IReadOnlyDictionary<string, string[]> Query": (self: HostUrl) => listsOfMap(self.query),
  "string QueryString": queryText,
  "Uri ToUri()": (self: HostUrl) => uri(urlText(self)),
  "string ToString()": (self: HostUrl) => self.csText?.({ doubles: "G15" }) ?? urlText(self),
});

defineType("interface", "Microsoft.IPrivateEndpointConnection", {
  "string Name": () => null,
  "string GroupId": () => null,
  "string MemberName": () => null,
});

defineType("interface", "Microsoft.IAzureVnetInfo", {
  "int VnetTrafficTag": () => null,
  "int SubnetId": () => null,
  "int PrivateLinkId": () => null,
  "string SnatVip": () => null,
});

defineType("interface", "Microsoft.IFoundryRequest", {
  "string Deployment": (self: HostFoundryRequest) => self.deployment,
});

defineType("interface", "Microsoft.IRequest", {
  "string Method": (self: HostRequest) => self.method,
  "IUrl Url": (self: HostRequest) => self.url,
  "IUrl OriginalUrl": (self: HostRequest) => self.originalUrl,
  "string IpAddress": (self: HostRequest) => self.ipAddress,
  "IMessageBody Body": (self: HostRequest) => self.content,
  "IReadOnlyDictionary<string, string[]> Headers": (self: HostRequest) => listsOf(self.headers),
  "IReadOnlyDictionary<string, string> MatchedParameters": (self: HostRequest) =>
    textsOf(self.matchedParameters),
  "X509Certificate2 Certificate": (self: HostRequest) => self.certificate ?? null,
  // Nobody comes through a private endpoint here, and then the documentation says null.
  "IPrivateEndpointConnection PrivateEndpointConnection": () => null,
  // Nor through a service endpoint of a virtual network.
  "IAzureVnetInfo AzureVnetInfo": () => null,
  "IFoundryRequest Foundry"() {
    return (this.context as unknown as HostContext).foundry ?? null;
  },
});

defineType("interface", "Microsoft.IResponse", {
  "int StatusCode": (self: HostResponse) => self.statusCode,
  "string StatusReason": (self: HostResponse) => self.statusReason,
  "IMessageBody Body": (self: HostResponse) => self.content,
  "IReadOnlyDictionary<string, string[]> Headers": (self: HostResponse) => listsOf(self.headers),
});
