import * as pulumi from "@pulumi/pulumi";

/**
 * The physical name of a resource, for use by its children: known in every preview, unlike the `name` that Azure
 * returns, and still a dependency that the engine sees, so that a replaced parent takes its children with it.
 */
export function nameOf(resource: pulumi.Resource, physicalName: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.all([physicalName, resource.urn]).apply(([name]) => name);
}
