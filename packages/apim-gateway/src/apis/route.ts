import type { Url } from "../messages/url";
import type { ContextRecords } from "../pipeline/exchange";
import type { FailureDetail } from "../pipeline/failure";
import type { GatewayRequest } from "../ports/gatewayRequest";
import type { Api, ApiOperation, Configuration, Product, Subscription } from "../resources/configuration";
import type { GatewaySettings } from "../settings/catalogue";

interface FoundRoute {
  readonly matchedParameters: ReadonlyMap<string, string>;
  /** The path without the API's own part: what a backend's base URL is put before. */
  readonly path: string;
  readonly records: ContextRecords;
}

/** The caller may call the operation; an API without operations has none. */
export interface GrantedRoute extends FoundRoute {
  readonly kind: "granted";
  readonly api: Api;
  readonly operation: ApiOperation | undefined;
  readonly product: Product | undefined;
  readonly subscription: Subscription | undefined;
}

/** Of the policies only those of `on-error` run, of as much as was found. */
export interface RefusedRoute extends FoundRoute {
  readonly kind: "refused";
  readonly api: Api | undefined;
  readonly operation: ApiOperation | undefined;
  readonly failure: FailureDetail;
}

/** A CORS preflight: of the policies of inbound only `cors` runs, in whatever scope it stands (cors-policy). */
export interface PreflightRoute extends FoundRoute {
  readonly kind: "preflight";
  readonly api: Api;
  readonly operation: ApiOperation | undefined;
}

/** Whom a request is for and whom it is from. */
export type RequestRoute = GrantedRoute | RefusedRoute | PreflightRoute;

export type Router = (request: GatewayRequest, url: Url) => RequestRoute;

export type MakeRouter = (configuration: Configuration, settings: GatewaySettings) => Router;
