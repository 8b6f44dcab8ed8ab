import { any, element, maybe, policyElement } from "./rules";

/** Elements that are policies of their own and parts of others too (`send-request`, `return-response`). */

const value = element({ text: "@ text" });

const existsAction = "@ override|skip|append|delete = override";

export const header = {
  attributes: { name: "!@ text", "exists-action": existsAction },
  content: { value: any(value) },
};

export const queryParameter = header;

export const status = { attributes: { code: "!@ 100..599", reason: "@ text" } };

export const body = {
  attributes: {
    template: "liquid|none",
    "xsi-nil": "blank|null = blank",
    "parse-date": "boolean = true",
    "html-decode-expression": "?@ boolean",
  },
  content: "anything",
  text: "@ text",
} as const;

export const method = { text: "!@ text" };

export const managedIdentity = {
  attributes: {
    resource: "!@ text",
    "client-id": "@ text",
    "output-token-variable-name": "text",
    "ignore-error": "boolean = false",
  },
};

export const basic = { attributes: { username: "!@ text", password: "!@ text" } };

export const certificate = {
  attributes: { thumbprint: "@ text", "certificate-id": "@ text", body: "@ text", password: "@ text" },
  someOf: ["thumbprint", "certificate-id", "body"],
};

/** What `send-request` and `send-one-way-request` hold, in their order. */
export const outgoingRequest = {
  "set-url": maybe(element({ text: "!@ text" })),
  "set-method": maybe(policyElement(method)),
  "set-header": any(policyElement(header)),
  "set-body": maybe(policyElement(body)),
  "authentication-basic": maybe(policyElement(basic)),
  "authentication-certificate": maybe(policyElement(certificate)),
  "authentication-managed-identity": maybe(policyElement(managedIdentity)),
  proxy: maybe(element({ attributes: { url: "!@ text", username: "@ text", password: "@ text" } })),
};
