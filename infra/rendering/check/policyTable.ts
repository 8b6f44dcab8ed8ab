/**
 * The policies of API Management that this project writes, and the usual others: attributes, children, sections. Data
 * from Microsoft's policy reference (read November 2026). Where that reference and its samples differ, the samples win
 * and the row says so.
 */

export type Section = "inbound" | "backend" | "outbound" | "on-error";

/** In the order in which API Management expects them. */
export const sections: readonly Section[] = ["inbound", "backend", "outbound", "on-error"];

export interface AttributeRule {
  readonly required: boolean;
  /** Whether the value may be a policy expression. */
  readonly expression: boolean;
  /** The only values, where they are enumerated. */
  readonly values: readonly string[] | undefined;
  /** Bounds of a whole number. */
  readonly range: readonly [min: number, max: number] | undefined;
}

export interface ElementRule {
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /** Attributes of which exactly one must be given. */
  readonly oneOf: readonly string[] | undefined;
  /** `policies`: any policy of the section; otherwise the children in their order. */
  readonly children:
    | "policies"
    | Readonly<Record<string, ElementRule & { readonly min: number; readonly max: number }>>;
  /** Whether the element may hold text, which may be an expression. */
  readonly text: boolean;
}

export interface PolicyRule extends ElementRule {
  readonly sections: readonly Section[];
}

const letters: Readonly<Record<string, Section>> = {
  I: "inbound",
  B: "backend",
  O: "outbound",
  E: "on-error",
};

/**
 * Attributes in short: `name` optional, `name!` required, `@` an expression is allowed, then `=a|b` the only values or
 * `=1..50` a range (`..` open at the end).
 */
function attributes(short: string): Record<string, AttributeRule> {
  return Object.fromEntries(
    short
      .split(" ")
      .filter((word) => word !== "")
      .map((word) => {
        const [, name = "", marks = "", rest] = /^([a-z-]+)([!@]*)(?:=(.+))?$/.exec(word) ?? [];
        const range = rest === undefined ? null : /^(\d+)\.\.(\d*)$/.exec(rest);
        return [
          name,
          {
            required: marks.includes("!"),
            expression: marks.includes("@"),
            values: rest === undefined || range !== null ? undefined : rest.split("|"),
            range:
              range === null
                ? undefined
                : ([Number(range[1]), range[2] === "" ? Number.MAX_SAFE_INTEGER : Number(range[2])] as const),
          },
        ];
      }),
  );
}

type Shape = Partial<Pick<ElementRule, "oneOf" | "children" | "text">>;

function element(short: string, { oneOf, children = {}, text = false }: Shape = {}): ElementRule {
  return { attributes: attributes(short), oneOf, children, text };
}

function child(rule: ElementRule, min = 0, max = Number.MAX_SAFE_INTEGER) {
  return { ...rule, min, max };
}

function policy(where: string, short = "", shape: Shape = {}): PolicyRule {
  return { ...element(short, shape), sections: [...where].map((letter) => letters[letter] as Section) };
}

const value = element("", { text: true });
const header = element("name!@ exists-action@=override|skip|append|delete", {
  children: { value: child(value) },
});
const body = element("template=liquid xsi-nil=blank|null parse-date=true|false", { text: true });
const status = element("code!@=100..599 reason!@");
const dimension = element("name! value@");
const listOf = (name: string) => element("", { children: { [name]: child(element("", { text: true }), 1) } });
const claims = element("", {
  children: {
    claim: child(element("name! match=all|any separator", { children: { value: child(value) } }), 1),
  },
});
const request = {
  "set-url": child(element("", { text: true }), 0, 1),
  "set-method": child(element("", { text: true }), 0, 1),
  "set-header": child(header),
  "set-body": child(body, 0, 1),
  "authentication-certificate": child(element("thumbprint certificate-id"), 0, 1),
  "authentication-managed-identity": child(
    element("resource!@ client-id output-token-variable-name ignore-error"),
    0,
    1,
  ),
};
const tokenLimit =
  "counter-key!@ tokens-per-minute=1.. token-quota=1.. token-quota-period=Hourly|Daily|Weekly|Monthly|Yearly " +
  "estimate-prompt-tokens!@=true|false retry-after-header-name retry-after-variable-name " +
  "remaining-quota-tokens-header-name remaining-quota-tokens-variable-name remaining-tokens-header-name " +
  "remaining-tokens-variable-name tokens-consumed-header-name tokens-consumed-variable-name";
const tokenMetric = { children: { dimension: child(dimension, 0, 5) } };
const caching = "caching-type=prefer-external|external|internal";

export const policyTable: Readonly<Record<string, PolicyRule>> = {
  choose: policy("IBOE", "", {
    children: {
      when: child(element("condition!@", { children: "policies" }), 1),
      otherwise: child(element("", { children: "policies" }), 0, 1),
    },
  }),
  // The reference calls the interval positive; Microsoft's samples deploy 0.
  retry: policy(
    "IBOE",
    "condition!@ count!@=1..50 interval!@=0.. max-interval@=0.. delta@=0.. first-fast-retry@=true|false",
    {
      children: "policies",
    },
  ),
  wait: policy("IBO", "for=all|any", { children: "policies" }),
  "limit-concurrency": policy("IBOE", "key!@ max-count!=1..", { children: "policies" }),
  "set-variable": policy("IBOE", "name! value!@"),
  "include-fragment": policy("IBOE", "fragment-id!"),
  "forward-request": policy(
    "B",
    "timeout@=0.. timeout-ms@=0.. continue-timeout http-version=1|2or1|2 follow-redirects=true|false buffer-request-body=true|false buffer-response=true|false fail-on-error-status-code=true|false",
  ),
  "set-backend-service": policy(
    "IB",
    "backend-id@ base-url@ sf-resolve-condition sf-service-instance-name sf-partition-key sf-listener-name",
    { oneOf: ["backend-id", "base-url"] },
  ),
  "authentication-managed-identity": policy(
    "I",
    "resource!@ client-id output-token-variable-name ignore-error=true|false",
  ),
  "rewrite-uri": policy("I", "template!@ copy-unmatched-params=true|false"),
  "set-query-parameter": policy("IB", "name!@ exists-action@=override|skip|append|delete", {
    children: { value: child(value) },
  }),
  "set-header": { ...header, sections },
  "set-method": policy("IBOE", "", { text: true }),
  "set-status": { ...status, sections },
  "set-body": { ...body, sections: ["inbound", "backend", "outbound"] },
  "find-and-replace": policy("IBOE", "from!@ to!@"),
  "return-response": policy("IBOE", "response-variable-name", {
    children: {
      "set-status": child(status, 0, 1),
      "set-header": child(header),
      "set-body": child(body, 0, 1),
    },
  }),
  "mock-response": policy("IOE", "status-code@ content-type@ index@"),
  "send-request": policy(
    "IBOE",
    "mode@=new|copy response-variable-name! timeout@=0.. ignore-error@=true|false",
    { children: request },
  ),
  "send-one-way-request": policy("IBOE", "mode@=new|copy timeout@=0..", { children: request }),
  "cache-lookup-value": policy("IBOE", `key!@ default-value@ variable-name! ${caching}`),
  "cache-store-value": policy("IBOE", `key!@ value!@ duration!@=1.. ${caching}`),
  "cache-remove-value": policy("IBOE", `key!@ ${caching}`),
  "llm-token-limit": policy("I", tokenLimit),
  "azure-openai-token-limit": policy("I", tokenLimit),
  "llm-emit-token-metric": policy("I", "namespace", tokenMetric),
  "azure-openai-emit-token-metric": policy("I", "namespace", tokenMetric),
  "emit-metric": policy("IBOE", "name! value@ namespace", tokenMetric),
  "rate-limit-by-key": policy(
    "I",
    "calls!@=1.. renewal-period!@=1..300 counter-key!@ increment-condition@ increment-count@ retry-after-header-name retry-after-variable-name remaining-calls-header-name remaining-calls-variable-name total-calls-header-name",
  ),
  "quota-by-key": policy(
    "I",
    "calls=1.. bandwidth=1.. renewal-period!=0.. counter-key!@ increment-condition@ increment-count@ first-period-start",
  ),
  "validate-azure-ad-token": policy(
    "I",
    "tenant-id!@ header-name@ query-parameter-name@ token-value@ failed-validation-httpcode@=400..599 failed-validation-error-message@ output-token-variable-name",
    {
      children: {
        "client-application-ids": child(listOf("application-id"), 0, 1),
        "backend-application-ids": child(listOf("application-id"), 0, 1),
        audiences: child(listOf("audience"), 0, 1),
        "required-claims": child(claims, 0, 1),
      },
    },
  ),
  "validate-jwt": policy(
    "I",
    "header-name@ query-parameter-name@ token-value@ failed-validation-httpcode@=400..599 failed-validation-error-message@ require-expiration-time=true|false require-scheme@ require-signed-tokens=true|false clock-skew@=0.. output-token-variable-name",
    {
      children: {
        "openid-config": child(element("url!")),
        "issuer-signing-keys": child(listOf("key"), 0, 1),
        "decryption-keys": child(listOf("key"), 0, 1),
        audiences: child(listOf("audience"), 0, 1),
        issuers: child(listOf("issuer"), 0, 1),
        "required-claims": child(claims, 0, 1),
      },
    },
  ),
  "check-header": policy(
    "I",
    "name!@ failed-check-httpcode!@=400..599 failed-check-error-message!@ ignore-case!@=true|false",
    {
      children: { value: child(value) },
    },
  ),
  "ip-filter": policy("I", "action!@=allow|forbid", {
    children: {
      address: child(element("", { text: true })),
      "address-range": child(element("from! to!")),
    },
  }),
  "log-to-eventhub": policy("IBOE", "logger-id! partition-id@ partition-key@", { text: true }),
  trace: policy("IBOE", "source! severity=verbose|information|error", {
    children: {
      message: child(element("", { text: true }), 0, 1),
      metadata: child(element("name! value!@")),
    },
  }),
};
