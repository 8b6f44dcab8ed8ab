import type { Certificate } from "../certificates/certificate";
import type { HostRecord } from "../csharp/host/data";
import { Url } from "../messages/url";
import type { Api, ApiOperation, Configuration, Product, Subscription } from "../resources/configuration";
import { type ApiSettings, apiSettings } from "../settings/apis";
import { defaultsOf } from "../settings/row";

/** What expressions see of a configuration (`context.Api` and its like), made once. */
export interface Records {
  api(api: Api): HostRecord;
  operation(operation: ApiOperation): HostRecord;
  product(product: Product): HostRecord;
  /** @param key the one that the request had */
  subscription(subscription: Subscription, key: "primary" | "secondary" | undefined): HostRecord;
  /** `null` for a subscription without an owner. */
  user(subscription: Subscription): HostRecord | null;
  readonly deployment: HostRecord;
}

/** Members: `csharp/host`. What is not known here is left out, and is null or Azure's default there. */
export function createRecords(
  { apis, products, subscriptions, service, certificates }: Configuration,
  settings: ApiSettings = defaultsOf(apiSettings),
): Records {
  const apiRecords = new Map(apis.map((api) => [api, apiRecord(api, settings)]));
  const byId = new Map(apis.map((api) => [api.id, apiRecords.get(api) as HostRecord]));
  const operationRecords = new Map(
    apis.flatMap(({ operations }) =>
      operations.map((operation) => [operation, operationRecord(operation)] as const),
    ),
  );
  const productRecords = new Map(products.map((product) => [product, productRecord(product, byId)]));
  const people = new Map(
    subscriptions.map((subscription) => {
      const { primaryKey, secondaryKey } = subscription;
      const used = settings.contextSubscriptionKey === "used" ? secondaryKey : primaryKey;
      const primary = subscriptionRecord(subscription, primaryKey);
      const secondary = subscriptionRecord(subscription, used);
      return [subscription, { primary, secondary, user: userRecord(subscription) }] as const;
    }),
  );
  return {
    api: (api) => apiRecords.get(api) ?? apiRecord(api, settings),
    operation: (operation) => operationRecords.get(operation) ?? operationRecord(operation),
    product: (product) => productRecords.get(product) ?? productRecord(product, byId),
    subscription: (subscription, key) =>
      people.get(subscription)?.[key ?? "primary"] ??
      subscriptionRecord(subscription, subscription.primaryKey),
    user: (subscription) => people.get(subscription)?.user ?? null,
    deployment: {
      csType: "IDeployment",
      GatewayId: "managed",
      Region: service.location,
      ServiceId: settings.deploymentServiceId === "id" ? service.id : service.name,
      ServiceName: service.name,
      Certificates: certificateRecords(certificates, settings),
      CarbonIntensity: settings.carbonIntensity,
    },
  };
}

/** Those whose content is known. */
function certificateRecords(
  certificates: Configuration["certificates"],
  { deploymentCertificateKey }: ApiSettings,
): Readonly<Record<string, Certificate>> {
  const named = certificates.flatMap(({ id, certificate }) =>
    certificate === undefined
      ? []
      : [[deploymentCertificateKey === "id" ? id : certificate.thumbprint, certificate] as const],
  );
  return Object.fromEntries(named);
}

function apiRecord(api: Api, { contextApiPath }: ApiSettings): HostRecord {
  return {
    csType: "IApi",
    Id: api.id,
    Name: api.displayName,
    Path: contextApiPath === "slash" && api.path !== "" ? `/${api.path}` : api.path,
    Revision: api.revision,
    Version: api.version ?? null,
    IsCurrentRevision: api.isCurrent,
    ServiceUrl: api.serviceUrl === undefined ? null : Url.parse(api.serviceUrl),
    Protocols: api.protocols,
    SubscriptionKeyParameterNames: {
      csType: "ISubscriptionKeyParameterNames",
      Header: api.keyNames.header,
      Query: api.keyNames.query,
    },
  };
}

function operationRecord({ id, displayName, method, urlTemplate }: ApiOperation): HostRecord {
  return { csType: "IOperation", Id: id, Name: displayName, Method: method, UrlTemplate: urlTemplate };
}

function productRecord(product: Product, apis: ReadonlyMap<string, HostRecord>): HostRecord {
  return {
    csType: "IProduct",
    Id: product.id,
    Name: product.displayName,
    State: product.published ? "Published" : "NotPublished",
    SubscriptionRequired: product.subscriptionRequired,
    Apis: [...product.apis].flatMap((id) => apis.get(id) ?? []),
  };
}

function subscriptionRecord(subscription: Subscription, key: string | undefined): HostRecord {
  return {
    csType: "ISubscription",
    Id: subscription.id,
    Name: subscription.displayName,
    Key: key ?? null,
    PrimaryKey: subscription.primaryKey ?? null,
    SecondaryKey: subscription.secondaryKey ?? null,
  };
}

function userRecord({ user }: Subscription): HostRecord | null {
  if (user === undefined) return null;
  const groups = Array.isArray(user.groups) ? (user.groups as unknown[]) : [];
  return {
    csType: "IUser",
    Id: user.id,
    Email: user.email ?? null,
    FirstName: user.firstName ?? null,
    LastName: user.lastName ?? null,
    Note: user.note ?? null,
    Groups: groups.map((name) => ({ csType: "IGroup", Id: name, Name: name })),
  };
}
