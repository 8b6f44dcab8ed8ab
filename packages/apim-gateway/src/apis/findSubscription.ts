import type { Headers } from "../messages/headers";
import type { Api, Configuration, Product, Subscription } from "../resources/configuration";
import { type ApiSettings, apiSettings } from "../settings/apis";
import { defaultsOf } from "../settings/row";

export type Authorized =
  | {
      readonly kind: "granted";
      readonly subscription: Subscription | undefined;
      /** The product in whose context the request is: of the subscription, or open. */
      readonly product: Product | undefined;
      /** Which of the subscription's keys the request had. */
      readonly key: "primary" | "secondary" | undefined;
    }
  | {
      readonly kind: "denied";
      readonly status: 401;
      readonly reason: "SubscriptionKeyNotFound" | "SubscriptionKeyInvalid";
      /** Of `context.LastError`. */
      readonly message: string;
      /** What the caller reads. */
      readonly answer: string;
    };

/** Keys and products of a configuration, ready to be looked up. */
export interface SubscriptionIndex {
  readonly keys: ReadonlyMap<
    string,
    { readonly subscription: Subscription; readonly key: "primary" | "secondary" }
  >;
  readonly products: ReadonlyMap<string, Product>;
  /** By API: the product without subscriptions that it is in; at most one, or the first one counts. */
  readonly openProducts: ReadonlyMap<string, Product>;
  readonly settings: ApiSettings;
}

export function indexSubscriptions(
  { subscriptions, products }: Pick<Configuration, "subscriptions" | "products">,
  settings: ApiSettings = defaultsOf(apiSettings),
): SubscriptionIndex {
  const keys = new Map<string, { subscription: Subscription; key: "primary" | "secondary" }>();
  for (const subscription of subscriptions) {
    const { primaryKey, secondaryKey } = subscription;
    if (primaryKey !== undefined) keys.set(primaryKey, { subscription, key: "primary" });
    if (secondaryKey !== undefined && !keys.has(secondaryKey))
      keys.set(secondaryKey, { subscription, key: "secondary" });
  }
  const usable = products.filter(({ published }) => published || settings.unpublishedProduct === "usable");
  const openProducts = new Map<string, Product>();
  for (const product of usable)
    if (!product.subscriptionRequired)
      for (const api of product.apis) if (!openProducts.has(api)) openProducts.set(api, product);
  return { keys, products: new Map(usable.map((product) => [product.id, product])), openProducts, settings };
}

/** Texts: Error handling in API Management policies; the answers as public services give them. */
const missing: Authorized = {
  kind: "denied",
  status: 401,
  reason: "SubscriptionKeyNotFound",
  message:
    "Access denied due to missing subscription key. Make sure to include subscription key when making requests to this API.",
  answer:
    "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.",
};
const invalidText =
  "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";
const invalid: Authorized = {
  kind: "denied",
  status: 401,
  reason: "SubscriptionKeyInvalid",
  message: invalidText,
  answer: invalidText,
};

/** What of a request says who calls. */
export interface Caller {
  readonly headers: Headers;
  /** Asked for only where there is no key header. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/**
 * Who calls, and whether they may: Subscriptions in API Management, "How API Management handles requests with or without
 * subscription keys".
 */
export function authorize(api: Api, caller: Caller, index: SubscriptionIndex): Authorized {
  const { settings } = index;
  const open = index.openProducts.get(baseOf(api.id));
  const needsKey = api.subscriptionRequired && open === undefined;
  const written = keyOf(api, caller);
  const isAbsent =
    written === undefined ||
    (written === "" && settings.emptyKey === "missing") ||
    (!needsKey && settings.optionalKey === "ignored");
  if (!isAbsent) {
    const found = grantedBy(written, api, index);
    if (found !== undefined) return found;
    if (open === undefined || settings.invalidKeyOpenProduct === "denied") return invalid;
  }
  if (needsKey) return missing;
  return { kind: "granted", subscription: undefined, product: open, key: undefined };
}

/** "The query parameter is checked only if the header isn't present." */
function keyOf(api: Api, { headers, query }: Caller): string | undefined {
  return headers.get(api.keyNames.header) ?? query.get(api.keyNames.query)?.[0];
}

function grantedBy(written: string, api: Api, index: SubscriptionIndex): Authorized | undefined {
  const found = index.keys.get(written);
  if (found === undefined || found.subscription.state !== "active") return undefined;
  const { subscription, key } = found;
  const { scope } = subscription;
  switch (scope.kind) {
    case "all":
      return { kind: "granted", subscription, product: undefined, key };
    case "api":
      return baseOf(scope.id) === baseOf(api.id)
        ? { kind: "granted", subscription, product: undefined, key }
        : undefined;
    case "product": {
      const product = index.products.get(scope.id);
      if (product === undefined || !product.apis.has(baseOf(api.id))) return undefined;
      return { kind: "granted", subscription, product, key };
    }
  }
}

/** Products and subscriptions are for every revision of an API. */
function baseOf(id: string): string {
  const mark = id.indexOf(";rev=");
  return mark < 0 ? id : id.slice(0, mark);
}
