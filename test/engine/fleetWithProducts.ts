import * as fs from "node:fs";
import * as path from "node:path";
import type { Fleet } from "./harness";

const infra = path.resolve(__dirname, "../../infra");

/**
 * Gives the fleet the program of before, which had a product for each consumer.
 * @returns what gives it today's again
 */
export function withProducts(fleet: Fleet): () => void {
  const link = path.join(fleet.project, "infra");
  fs.rmSync(link);
  fs.cpSync(infra, link, { recursive: true });
  const file = path.join(link, "components/gatewayConsumer.ts");
  const today = fs.readFileSync(file, "utf8");
  const before = today
    .replace("    new apimanagement.Subscription(", `${PRODUCT}    new apimanagement.Subscription(`)
    .replace("scope: args.scope.id", "scope: product.id");
  if (before.length !== today.length + PRODUCT.length + "product.id".length - "args.scope.id".length)
    throw new Error("the component has changed, so this is no longer the program of before");
  fs.writeFileSync(file, before);
  return () => {
    fs.rmSync(link, { recursive: true });
    fs.symlinkSync(infra, link);
  };
}

const PRODUCT = `    const product = new apimanagement.Product(
      name,
      { productId: id, serviceName, resourceGroupName, displayName: id, subscriptionRequired: true, approvalRequired: true, state: "published" },
      { parent: this, ...createFirst },
    );
    for (const surface of ["azure", "v1", "regional"])
      new apimanagement.ProductApi(
        \`\${name}-\${surface}\`,
        { productId: id, apiId: args.naming.gatewayChild(surface), serviceName, resourceGroupName },
        { parent: this, ...createFirst, dependsOn: [product, ...args.scope.ready] },
      );
`;
