import { body, header, outgoingRequest, status } from "./requestParts";
import { any, element, maybe, policy, policyElement, some } from "./rules";

/** Control flow, variables, and calls to elsewhere. */
export const flow = [
  policy("choose", {
    in: "IBOE",
    content: {
      when: some(element({ attributes: { condition: "!@ boolean" }, content: "policies" })),
      otherwise: maybe(element({ content: "policies" })),
    },
    ordered: true,
  }),
  policy("retry", {
    in: "IBOE",
    attributes: {
      condition: "!@ boolean",
      count: "!@ 1..50",
      interval: "!@ 0.0..",
      "max-interval": "@ 0.0..",
      delta: "@ 0.0..",
      "first-fast-retry": "@ boolean = false",
    },
    content: "policies",
    note: "The reference calls `interval` positive; Microsoft's own samples deploy 0.",
  }),
  policy("wait", {
    in: "IBO",
    alsoIn: "E",
    attributes: { for: "@ all|any = all" },
    content: "policies",
    note: "Documented children: send-request, cache-lookup-value, choose.",
  }),
  policy("limit-concurrency", {
    in: "IBOE",
    attributes: { key: "!@ text", "max-count": "! 1.." },
    content: "policies",
  }),
  policy("set-variable", { in: "IBOE", attributes: { name: "! text", value: "!@ text" } }),
  policy("include-fragment", { in: "IBOE", attributes: { "fragment-id": "! text" } }),
  policy("return-response", {
    in: "IBOE",
    attributes: { "response-variable-name": "text" },
    content: {
      "set-status": maybe(policyElement(status)),
      "set-header": any(policyElement(header)),
      "set-body": maybe(policyElement(body)),
    },
    note: "The reference shows an order (status, headers, body); documents in another order are deployed.",
  }),
  policy("mock-response", {
    in: "IOE",
    attributes: { "status-code": "@ 100..599 = 200", "content-type": "@ text", index: "@ 0.." },
  }),
  policy("send-request", {
    in: "IBOE",
    attributes: {
      mode: "@ new|copy = new",
      "response-variable-name": "! text",
      timeout: "@ 0.. = 60",
      "ignore-error": "@ boolean = false",
    },
    content: outgoingRequest,
  }),
  policy("send-one-way-request", {
    in: "IBOE",
    attributes: { mode: "@ new|copy = new", timeout: "@ 0.. = 60" },
    content: outgoingRequest,
    note: "`timeout` is not in the policy's page; deployed samples use it.",
  }),
  policy("forward-request", {
    in: "B",
    attributes: {
      timeout: "@ 0.. = 300",
      "timeout-ms": "@ 0..",
      "continue-timeout": "@ 0..",
      "http-version": "1|2or1|2 = 1",
      "follow-redirects": "@ boolean = false",
      "buffer-request-body": "boolean = false",
      "buffer-response": "boolean = true",
      "fail-on-error-status-code": "boolean = false",
    },
    exclusive: ["timeout", "timeout-ms"],
  }),
  policy("set-backend-service", {
    in: "IB",
    alsoIn: "OE",
    attributes: {
      "backend-id": "@ text",
      "base-url": "@ text",
      "sf-resolve-condition": "@ text",
      "sf-service-instance-name": "@ text",
      "sf-partition-key": "@ text",
      "sf-listener-name": "@ text",
      "dapr-app-id": "@ text",
      "dapr-method": "@ text",
      "dapr-namespace": "@ text",
    },
    oneOf: ["backend-id", "base-url"],
    note: "The reference has inbound and backend; Microsoft's policy toolkit also outbound and on-error.",
  }),
];
