// Whom a request is for, and whom it is from.
// In: a `GatewayRequest` and its URL. Out: a `RequestRoute`: granted with API, operation, product and subscription, refused, or a
// preflight; with what expressions will see of them.
// Called by `gateway/createGateway`, once for each request.
// Trick: operations are in a tree by the parts of their path (`apiNode`, `templateNode`), and a path that comes again is known (`rememberFound`).

import type { Headers } from "../messages/headers";
import type { Url } from "../messages/url";
import type { ContextRecords } from "../pipeline/exchange";
import type { FailureDetail } from "../pipeline/failure";
import type { GatewayRequest } from "../ports/gatewayRequest";
import type { Api, ApiOperation, Configuration, PolicySource } from "../resources/configuration";
import { type ApiSettings, apiSettings } from "../settings/apis";
import { defaultsOf } from "../settings/row";
import type { Call } from "./call";
import { compileApis, notFoundDetail } from "./compileApis";
import { authorize, indexSubscriptions } from "./findSubscription";
import { createRecords } from "./records";
import { rememberFound } from "./rememberFound";
import type { Router } from "./route";

/** The way of a request to its API and operation, and who it is from. */
export function createRouter(
  configuration: Configuration,
  settings: ApiSettings = defaultsOf(apiSettings),
): Router {
  const table = rememberFound(compileApis(configuration, settings), configuration);
  const index = indexSubscriptions(configuration, settings);
  const records = createRecords(configuration, settings);
  const answersPreflights = corsFinder(configuration);
  const recordsOf = (api: Api | undefined, operation: ApiOperation | undefined): ContextRecords => ({
    api: api === undefined ? null : records.api(api),
    operation: operation === undefined ? null : records.operation(operation),
    product: null,
    subscription: null,
    user: null,
    deployment: records.deployment,
  });
  return (request, url) => {
    const call = new ArrivedCall(request, url);
    const found = table.find(call);
    if (found.kind === "notFound")
      return {
        kind: "refused",
        api: found.api,
        operation: undefined,
        matchedParameters: none,
        path: found.rest,
        records: recordsOf(found.api, undefined),
        failure: notFound,
      };
    const { api, operation, rest: path } = found;
    if (found.kind === "preflight") {
      const preflight = { api, operation, matchedParameters: none, path, records: recordsOf(api, operation) };
      return answersPreflights(api, operation)
        ? { kind: "preflight", ...preflight }
        : { kind: "refused", ...preflight, failure: notFound };
    }
    const caller = authorize(api, call, index);
    const { matchedParameters } = found;
    if (caller.kind === "denied") {
      const { status, reason, message, answer } = caller;
      const headers = { "WWW-Authenticate": challenge(url, api) };
      const failure = { source: "authorization", status, reason, message, answer, headers };
      const ofFound = recordsOf(api, operation);
      return { kind: "refused", api, operation, matchedParameters, path, records: ofFound, failure };
    }
    const { subscription, product, key } = caller;
    return {
      kind: "granted",
      api,
      operation,
      product,
      subscription,
      matchedParameters,
      path,
      records: {
        api: records.api(api),
        operation: records.operation(found.operation),
        product: product === undefined ? null : records.product(product),
        subscription: subscription === undefined ? null : records.subscription(subscription, key),
        user: subscription === undefined ? null : records.user(subscription),
        deployment: records.deployment,
      },
    };
  };
}

const none: ReadonlyMap<string, string> = new Map();

const notFound: FailureDetail = { ...notFoundDetail, source: "configuration" };

/** A request and its URL, whose query is parsed only if somebody asks. */
class ArrivedCall implements Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;

  constructor(
    request: GatewayRequest,
    private readonly url: Url,
  ) {
    this.method = request.method;
    this.path = url.path;
    this.headers = request.headers;
  }

  get query(): ReadonlyMap<string, readonly string[]> {
    return this.url.query;
  }
}

/** How the service asks for a key: seen in answers of public services. */
function challenge({ scheme, authority }: Url, { path, keyNames }: Api): string {
  return `AzureApiManagementKey realm="${scheme}://${authority}/${path}",name="${keyNames.header}",type="header"`;
}

/**
 * Whether a `cors` policy is in scope of a preflight. Without one nothing would answer it, and it must not reach the
 * backend.
 */
function corsFinder({ policy, fragments }: Configuration): (api: Api, operation?: ApiOperation) => boolean {
  const mentions = (source: PolicySource | undefined) =>
    source !== undefined && /<cors[\s>/]/.test(source.text);
  const everywhere = mentions(policy) || [...fragments.values()].some(mentions);
  return (api, operation) => everywhere || mentions(api.policy) || mentions(operation?.policy);
}
