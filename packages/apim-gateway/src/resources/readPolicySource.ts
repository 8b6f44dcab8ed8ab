import type { PolicySource } from "./configuration";
import type { ResourceFile } from "./resourceFile";

/**
 * The document in a policy or fragment resource. An `.xml` file is `rawxml`, which accepts every `xml` document too.
 * @returns nothing where the resource holds none, which is reported
 */
export function readPolicySource(resource: ResourceFile | undefined): PolicySource | undefined {
  if (resource === undefined) return undefined;
  if (resource.form === "xml") return { file: resource.file, format: "rawxml", text: resource.text };
  const { file, properties, root } = resource;
  const format = properties.word("format", ["xml", "rawxml", "xml-link", "rawxml-link"]);
  if (format === undefined && properties.has("format")) return undefined;
  if (format === "xml-link" || format === "rawxml-link")
    return properties.fault(
      "format",
      `The policy is a link (\`${format}\`). Put its text into \`value\` and write \`${format.slice(0, -5)}\`.`,
      "policy-link",
    );
  const text = properties.requiredText("value");
  if (text === undefined) return undefined;
  // `xml` where nothing is said: documented.
  const path = properties === root ? "value" : "properties.value";
  return { file: `${file}#${path}`, format: format ?? "xml", text };
}
