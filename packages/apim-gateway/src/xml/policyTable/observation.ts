import { any, element, maybe, policy } from "./rules";

const action = "@ ignore|prevent|detect";

/** Logs, metrics and checks of content. */
export const observation = [
  policy("trace", {
    in: "IBOE",
    attributes: { source: "!@ text", severity: "verbose|information|error = verbose" },
    text: "@ text",
    content: {
      message: maybe(element({ text: "!@ text" })),
      metadata: any(element({ attributes: { name: "!@ text", value: "!@ text" } })),
    },
    note: "Text instead of `message` is the form of older pages, which allow no expression in `source`; samples have one.",
  }),
  policy("emit-metric", {
    in: "IBOE",
    gateways: "CVSW",
    attributes: { name: "! text", value: "@ text = 1", namespace: "text" },
    content: { dimension: any(element({ attributes: { name: "! text", value: "@ text" } })) },
    note: "The page asks for a dimension; Microsoft's samples deploy metrics without one.",
  }),
  policy("log-to-eventhub", {
    in: "IBOE",
    attributes: { "logger-id": "! text", "partition-id": "@ text", "partition-key": "@ text" },
    text: "!@ text",
  }),
  policy("validate-content", {
    in: "IOE",
    attributes: {
      "unspecified-content-type-action": `!${action}`,
      "max-size": "!@ 0..",
      "size-exceeded-action": `!${action}`,
      "errors-variable-name": "text",
    },
    content: {
      "content-type-map": maybe(
        element({
          attributes: { "any-content-type-value": "text", "missing-content-type-value": "text" },
          content: {
            type: any(
              element({
                attributes: { from: "text", when: "@ boolean", to: "! text" },
                oneOf: ["from", "when"],
              }),
            ),
          },
        }),
      ),
      content: any(
        element({
          attributes: {
            type: "text",
            "validate-as": "json|xml|soap",
            "schema-id": "text",
            "schema-ref": "text",
            action: `!${action}`,
            "allow-additional-properties": "boolean",
            "case-insensitive-property-names": "boolean",
          },
        }),
      ),
    },
    note: "`max-size` may not exceed 102,400 bytes unless Microsoft raises it for a service.",
  }),
];
