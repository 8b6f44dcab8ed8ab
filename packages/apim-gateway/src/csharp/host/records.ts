import { CsSequence } from "../runtime/collections";
import { CsDateTime } from "../runtime/time";
import { CsEnum, type Value } from "../runtime/value";
import type { Implementation } from "../types/csType";
import { defineEnum, defineType, type Rows } from "../types/table";
import type { HostLastError } from "./data";
import { certificatesOf } from "./dictionary";

type Self = Readonly<Record<string, Value | undefined>>;

const member =
  (name: string, otherwise: Value = null): Implementation =>
  (self: Self) =>
    self[name] ?? otherwise;
const texts = (names: string): Rows =>
  Object.fromEntries(names.split(" ").map((name) => [`string ${name}`, member(name)]));
/** A date is given in milliseconds since 1970. */
const date =
  (name: string, otherwise: Value = null): Implementation =>
  (self: Self) => {
    const found = self[name];
    return typeof found === "number" ? CsDateTime.fromUnix(found) : otherwise;
  };
const unknownDate = new CsDateTime(0n);
const list =
  (name: string, element: string): Implementation =>
  (self: Readonly<Record<string, readonly Value[] | undefined>>) =>
    new CsSequence(element, () => self[name] ?? []);

defineType("interface", "Microsoft.IOperation", texts("Id Method Name UrlTemplate"));
defineType("interface", "Microsoft.ISubscriptionKeyParameterNames", texts("Header Query"));
defineType("interface", "Microsoft.IApi", {
  ...texts("Id Name Path Revision Version"),
  "IUrl ServiceUrl": member("ServiceUrl"),
  "bool IsCurrentRevision": member("IsCurrentRevision", true),
  "IEnumerable<string> Protocols": list("Protocols", "string"),
  "ISubscriptionKeyParameterNames SubscriptionKeyParameterNames": member("SubscriptionKeyParameterNames"),
});
defineType("interface", "Microsoft.IGroup", texts("Id Name"));

const states = ["NotPublished", "Published"];
defineEnum("Microsoft.ProductState", states);
defineType("interface", "Microsoft.IProduct", {
  ...texts("Id Name"),
  "ProductState State": (self: Self) =>
    new CsEnum("ProductState", Math.max(0, states.indexOf(self.State as string))),
  "bool ApprovalRequired": member("ApprovalRequired", false),
  "bool SubscriptionRequired": member("SubscriptionRequired", true),
  "int? SubscriptionLimit": member("SubscriptionLimit"),
  "IEnumerable<IApi> Apis": list("Apis", "IApi"),
  "IEnumerable<IGroup> Groups": list("Groups", "IGroup"),
});
defineType("interface", "Microsoft.ISubscription", {
  ...texts("Id Name Key PrimaryKey SecondaryKey"),
  "DateTime CreatedDate": date("CreatedDate", unknownDate),
  "DateTime? StartDate": date("StartDate"),
  "DateTime? EndDate": date("EndDate"),
});
defineType("interface", "Microsoft.IUserIdentity", texts("Id Provider"));
defineType("interface", "Microsoft.IUser", {
  ...texts("Id Email FirstName LastName Note"),
  "DateTime RegistrationDate": date("RegistrationDate", unknownDate),
  "IEnumerable<IGroup> Groups": list("Groups", "IGroup"),
  "IEnumerable<IUserIdentity> Identities": list("Identities", "IUserIdentity"),
});

const managed: Value = { csType: "IGateway" };
defineType("interface", "Microsoft.IGateway", {
  "string Id": member("Id", "managed"),
  ...texts("InstanceId"),
  "bool IsManaged": member("IsManaged", true),
});
const intensities = ["NotAvailable", "VeryLow", "Low", "Medium", "High", "VeryHigh"];
defineEnum("Microsoft.CarbonIntensityCategory", intensities);
defineType("interface", "Microsoft.ISustainabilityInfo", {
  "CarbonIntensityCategory CurrentCarbonIntensity": (self: Self) =>
    new CsEnum("CarbonIntensityCategory", Math.max(0, intensities.indexOf(self.CarbonIntensity as string))),
});
defineType("interface", "Microsoft.IDeployment", {
  ...texts("Region ServiceId ServiceName"),
  "string GatewayId": member("GatewayId", "managed"),
  "IGateway Gateway": member("Gateway", managed),
  "ISustainabilityInfo SustainabilityInfo": (self: Self) => ({
    csType: "ISustainabilityInfo",
    CarbonIntensity: self.CarbonIntensity,
  }),
  "IReadOnlyDictionary<string, X509Certificate2> Certificates": (self: Self) =>
    certificatesOf(new Map(Object.entries((self.Certificates ?? {}) as Record<string, Value>))),
});
defineType("interface", "Microsoft.IWorkspace", texts("Id Name"));
/** What a resolver is asked for. */
defineType("interface", "Microsoft.IGraphQL", {
  "JObject Arguments": member("Arguments"),
  "JObject Parent": member("Parent"),
});
/** Seen in Microsoft's policy toolkit: `Type` is `Single` or `Pool`. */
defineType("interface", "Microsoft.IBackend", texts("Id Type AzureRegion"));

const errorMembers = ["Source", "Reason", "Message", "Scope", "Section", "Path", "PolicyId"] as const;
defineType(
  "interface",
  "Microsoft.ILastError",
  Object.fromEntries(
    errorMembers.map((name) => [
      `string ${name}`,
      (self: HostLastError) => self[(name.charAt(0).toLowerCase() + name.slice(1)) as "source"],
    ]),
  ),
);
