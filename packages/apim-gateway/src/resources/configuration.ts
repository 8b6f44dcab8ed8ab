import type { StoredCertificate } from "../certificates/certificateStore";
import type { Authorities } from "../certificates/trust";
import type { NamedValue } from "../xml/namedValues";
import type { PolicyFormat } from "../xml/policyDocument";
import type { GatewayKind } from "../xml/policyTable/rules";
import type { Right } from "./readRights";

/** A policy document, and where it stands. */
export interface PolicySource {
  /** Path of the file, relative to the folder; inside a JSON resource with `#properties.value` behind it. */
  readonly file: string;
  readonly format: PolicyFormat;
  readonly text: string;
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly gateway: GatewayKind;
  /** Managed identities that are assigned to it; `undefined`: the folder does not say. */
  readonly identities: readonly ServiceIdentity[] | undefined;
}

export interface ServiceIdentity {
  readonly kind: "system" | "user";
  readonly clientId: string;
  readonly principalId: string;
  readonly resourceId: string;
  /** What role assignments of the folder let it do; absent where the folder has none. */
  readonly rights?: readonly Right[];
}

/** One operation of an API. */
export interface ApiOperation {
  /** The resource's name. */
  readonly id: string;
  readonly displayName: string;
  /** Upper case; `*` for any. */
  readonly method: string;
  /** `/deployments/{deployment-id}/chat/completions`, `/*`, `/items/{rest*}?api-version={v}`. */
  readonly urlTemplate: string;
  readonly policy: PolicySource | undefined;
}

export interface Diagnostic {
  readonly name: string;
  readonly verbosity: "verbose" | "information" | "error";
  readonly alwaysLogErrors: boolean;
  /** Per cent of the requests. */
  readonly sampling: number;
  readonly metrics: boolean;
  readonly logClientIp: boolean;
  /** Bytes of each body that are logged; a limit above 0 makes the gateway buffer. */
  readonly bodyBytes: {
    readonly frontendRequest: number;
    readonly frontendResponse: number;
    readonly backendRequest: number;
    readonly backendResponse: number;
  };
  /** `properties.largeLanguageModel`, as it is. */
  readonly largeLanguageModel: Readonly<Record<string, unknown>> | undefined;
}

export interface Api {
  readonly id: string;
  readonly displayName: string;
  /** Without slashes at its ends; may be empty. */
  readonly path: string;
  readonly revision: string;
  readonly isCurrent: boolean;
  readonly version: string | undefined;
  readonly versioning:
    | { readonly scheme: "segment" }
    | { readonly scheme: "header" | "query"; readonly name: string }
    | undefined;
  readonly serviceUrl: string | undefined;
  readonly protocols: readonly string[];
  readonly subscriptionRequired: boolean;
  readonly keyNames: { readonly header: string; readonly query: string };
  readonly operations: readonly ApiOperation[];
  readonly policy: PolicySource | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Product {
  readonly id: string;
  readonly displayName: string;
  readonly published: boolean;
  readonly subscriptionRequired: boolean;
  /** Ids of its APIs. */
  readonly apis: ReadonlySet<string>;
  readonly policy: PolicySource | undefined;
}

export interface Subscription {
  readonly id: string;
  readonly displayName: string;
  readonly state: "active" | "suspended" | "submitted" | "rejected" | "cancelled" | "expired";
  readonly scope: { readonly kind: "all" } | { readonly kind: "product" | "api"; readonly id: string };
  readonly primaryKey: string | undefined;
  readonly secondaryKey: string | undefined;
  readonly allowTracing: boolean;
  readonly user: { readonly id: string; readonly [member: string]: unknown } | undefined;
}

/** What policies name, and cannot do without. */
export type ReferredKind = "namedValues" | "fragments" | "loggers" | "backends";

/** What one API Management service is configured to do: plain values, read from resources and never changed. */
export interface Configuration {
  readonly service: Service;
  /**
   * Kinds of which there is none although it is not all of a service: policies that name one were exported without it.
   * Left out: everything is here.
   */
  readonly elsewhere?: ReadonlySet<ReferredKind>;
  readonly apis: readonly Api[];
  readonly products: readonly Product[];
  readonly subscriptions: readonly Subscription[];
  /** By display name. */
  readonly namedValues: ReadonlyMap<string, NamedValue>;
  /** By name. */
  readonly fragments: ReadonlyMap<string, PolicySource>;
  /** ARM resources, for `createBackends`. */
  readonly backends: readonly unknown[];
  readonly certificates: readonly StoredCertificate[];
  /** Whose certificates the service trusts, besides everybody's. */
  readonly authorities: Authorities;
  /** ARM resources. */
  readonly loggers: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Of the service: the global scope. */
  readonly policy: PolicySource | undefined;
}
