import type { Url } from "../messages/url";
import type { ContextRecords } from "../pipeline/exchange";
import type { FailureDetail } from "../pipeline/failure";
import type { GatewayRequest } from "../ports/gatewayRequest";
import type { Api, ApiOperation, Configuration, Product, Subscription } from "../resources/configuration";
import type { GatewaySettings } from "../settings/catalogue";

/** Whom a request is for and whom it is from. */
export interface RequestRoute {
  readonly api: Api | undefined;
  readonly operation: ApiOperation | undefined;
  readonly product: Product | undefined;
  readonly subscription: Subscription | undefined;
  readonly matchedParameters: ReadonlyMap<string, string>;
  /** The path without the API's own part: what a backend's base URL is put before. */
  readonly path: string;
  readonly records: ContextRecords;
  /** A CORS preflight: of the policies of inbound only `cors` runs, in whatever scope it stands (cors-policy). */
  readonly preflight: boolean;
  /** The request is refused before any policy runs but those of `on-error`. */
  readonly failure: FailureDetail | undefined;
}

export type Router = (request: GatewayRequest, url: Url) => RequestRoute;

export type MakeRouter = (configuration: Configuration, settings: GatewaySettings) => Router;
