import * as fs from "node:fs";
import * as path from "node:path";
import type { Fleet } from "./harness";

const infra = path.resolve(__dirname, "../../infra");

/** One replacement in a file of the program. */
export interface Step {
  readonly file: string;
  readonly today: string;
  readonly before: string;
}

/**
 * Gives the fleet a program of before: today's with some things as they were.
 * @returns what gives it today's again
 * @throws Error when today's program no longer holds what a step replaces
 */
export function fleetOfBefore(fleet: Fleet, steps: readonly Step[]): () => void {
  const link = path.join(fleet.project, "infra");
  fs.rmSync(link);
  fs.cpSync(infra, link, { recursive: true });
  for (const { file, today, before } of steps) {
    const text = fs.readFileSync(path.join(link, file), "utf8");
    if (!text.includes(today)) throw new Error(`${file} no longer holds \`${today}\``);
    fs.writeFileSync(
      path.join(link, file),
      text.replace(today, () => before),
    );
  }
  return () => {
    fs.rmSync(link, { recursive: true });
    fs.symlinkSync(infra, link);
  };
}

/** A product for each consumer. */
export const withProducts: readonly Step[] = [
  {
    file: "components/gatewayConsumer.ts",
    today: "    new apimanagement.Subscription(",
    before: `    const product = new apimanagement.Product(
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
    new apimanagement.Subscription(`,
  },
  { file: "components/gatewayConsumer.ts", today: "scope: args.scope.id", before: "scope: product.id" },
];

/** Operations that had other ids for the same method and template. */
export const withStatefulOperations: readonly Step[] = [
  {
    file: "routing/surfaces.ts",
    today: ', "PUT", "PATCH", "DELETE"] as const',
    before: ', "DELETE"] as const',
  },
  { file: "routing/surfaces.ts", today: "id: `other-$", before: "id: `stateful-$" },
  { file: "routing/surfaces.ts", today: "formerly: `stateful-", before: "formerly: `nothing-" },
];

/** Diagnostics of azure-native's own type, which does not know calls of models. */
export const withTypedDiagnostics: readonly Step[] = [
  {
    file: "components/apiDiagnostics.ts",
    today: "  new resources.Resource(",
    before: `  new apimanagement.ApiDiagnostic(
    \`\${name}-azuremonitor\`,
    { ...quiet, diagnosticId: "azuremonitor", loggerId: loggers.byDiagnostic.azuremonitor, apiId, serviceName, resourceGroupName },
    { parent, ...createFirst },
  );
  if (Date.now() < 0) new resources.Resource(`,
  },
];
