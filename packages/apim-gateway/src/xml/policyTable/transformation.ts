import { body, header, method, queryParameter, status } from "./requestParts";
import { policy } from "./rules";

/** Headers, bodies, URLs and conversions. */
export const transformation = [
  policy("set-header", { in: "IBOE", ...header }),
  policy("set-query-parameter", {
    in: "IB",
    alsoIn: "OE",
    ...queryParameter,
    note: "The reference has inbound and backend; Microsoft's policy toolkit also outbound and on-error.",
  }),
  policy("set-body", {
    in: "IBO",
    alsoIn: "E",
    ...body,
    note: "Not documented for on-error; Microsoft confirmed in an issue of its documentation that it works there.",
  }),
  policy("set-method", {
    in: "IE",
    alsoIn: "BO",
    ...method,
    note: "The reference has inbound and on-error; deployed samples use it elsewhere.",
  }),
  policy("set-status", { in: "IBOE", ...status }),
  policy("rewrite-uri", {
    in: "I",
    alsoInFragments: "B",
    attributes: { template: "!@ text", "copy-unmatched-params": "@ boolean = true" },
  }),
  policy("find-and-replace", { in: "IBOE", attributes: { from: "!@ text", to: "!@ text" } }),
  policy("json-to-xml", {
    in: "IOE",
    alsoIn: "B",
    attributes: {
      apply: "!@ always|content-type-json",
      "consider-accept-header": "@ boolean = true",
      "parse-date": "boolean = true",
      "namespace-separator": "@ text = _",
      "namespace-prefix": "@ text",
      "attribute-block-name": "@ text",
    },
    note: "Microsoft's policy toolkit has it in backend too.",
  }),
  policy("xml-to-json", {
    in: "IOE",
    alsoIn: "B",
    attributes: {
      kind: "!@ javascript-friendly|direct",
      apply: "!@ always|content-type-xml",
      "consider-accept-header": "@ boolean = true",
      "always-array-child-elements": "@ boolean = false",
    },
    note: "Microsoft's policy toolkit has it in backend too.",
  }),
];
