import type { Product } from "./configuration";
import { readPolicySource } from "./readPolicySource";
import type { ResourceFile } from "./resourceFile";
import type { ResourceIndex } from "./resourceIndex";

export function readProducts(index: ResourceIndex): readonly Product[] {
  const openProductOf = new Map<string, string>();
  return index.json("products").map((resource): Product => {
    const { properties } = resource;
    const id = resource.names[0] as string;
    const subscriptionRequired = properties.flag("subscriptionRequired") ?? true;
    const apis = readMembers(id, index);
    if (!subscriptionRequired)
      for (const api of apis) {
        const other = openProductOf.get(api);
        if (other === undefined) openProductOf.set(api, id);
        else
          properties.fault(
            "subscriptionRequired",
            `API \`${api}\` is in \`${other}\` already, and may be in one product without subscriptions only.`,
            "two-open-products",
          );
      }
    return {
      id,
      displayName: properties.text("displayName") ?? id,
      // Documented: not published, and a subscription is required, where nothing is said.
      published: properties.word("state", ["notPublished", "published"]) === "published",
      subscriptionRequired,
      apis,
      policy: readPolicySource(index.find("products/policies", id, "policy")),
    };
  });
}

/** The APIs of a product as the APIs themselves spell their names. */
function readMembers(product: string, index: ResourceIndex): ReadonlySet<string> {
  const members = new Set<string>();
  const add = (name: string, link: ResourceFile) => {
    const api = index.find("apis", name);
    if (api !== undefined) members.add(api.names[0] as string);
    else if (link.form === "json")
      link.root.fault(
        undefined,
        `Product \`${product}\` offers an API \`${name}\`, which does not exist.`,
        "missing-api",
      );
  };
  for (const link of index.below("products/apis", [product])) add(link.names[1] as string, link);
  for (const link of index.below("products/apiLinks", [product])) {
    const name = link.form === "json" ? link.properties.requiredText("apiId")?.split("/").at(-1) : undefined;
    if (name !== undefined) add(name, link);
  }
  return members;
}
