/** The policies of one fleet, ready to be attached. Every `xml` is well-formed and equally valid as `xml` and `rawxml`. */
export interface RenderedPolicies {
  /** In the order in which they must be created: a fragment comes after those that it includes. */
  readonly fragments: readonly RenderedFragment[];
  readonly apis: readonly RenderedApi[];
}

export interface RenderedFragment {
  /** API Management fragment id. */
  readonly id: string;
  readonly description: string;
  readonly xml: string;
  /** The company wrote it: it was judged where it was read. */
  readonly companys?: true;
}

export interface RenderedApi {
  readonly surface: "azure" | "v1" | "regional";
  readonly xml: string;
}
