import * as network from "@pulumi/azure-native/network/index.js";
import * as privatedns from "@pulumi/azure-native/privatedns/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import { planSubnets } from "../topology/addresses";
import { nameOf } from "./nameOf";
import { endpointRules, type GatewaySkuName, gatewaySubnet, privateZones } from "./networkShape";

/** Arguments of a {@link HubNetwork}. */
export interface HubNetworkArgs {
  /** CIDR of the whole network. */
  readonly addressSpace: string;
  /** Tier of the gateway that joins the network; `undefined`: an existing gateway, which its owner connects by peering. */
  readonly gatewaySku: GatewaySkuName | undefined;
  /** Id of the network of an existing gateway, which finds the accounts by the zones too. */
  readonly existingNetworkId: string | undefined;
  /** Name of the gateway, the DNS label of its public address where the tier needs one. */
  readonly serviceName: pulumi.Input<string>;
  readonly location: string;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly naming: Naming;
  readonly tags: Readonly<Record<string, string>>;
}

/** The network of a private fleet: one subnet for the gateway, one for the private endpoints of all regions, and DNS. */
export class HubNetwork extends pulumi.ComponentResource {
  /** Resource id of the subnet for private endpoints. */
  public readonly endpointSubnetId: pulumi.Output<string>;
  /** Resource id of the gateway's subnet; `undefined` for an existing gateway. */
  public readonly gatewaySubnetId: pulumi.Output<string> | undefined;
  /** Resource id of the gateway's public address, where its tier needs one of ours. */
  public readonly publicIpId: pulumi.Output<string> | undefined;
  /** The private DNS zones that every endpoint registers in, by zone name. */
  public readonly zones: Readonly<Record<string, pulumi.Output<string>>>;
  /** What must exist before the gateway writes to the network: Azure takes one write at a time. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: HubNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:HubNetwork", name, {}, opts);
    const { location, resourceGroupName, naming, tags } = args;
    const plan = planSubnets(args.addressSpace);

    // `subnets` stays unset: they are resources of their own, and a list here would remove whatever it leaves out.
    const virtualNetwork = new network.VirtualNetwork(
      `${name}-vnet`,
      {
        virtualNetworkName: naming.hub.virtualNetwork(),
        resourceGroupName,
        location,
        addressSpace: { addressPrefixes: [args.addressSpace] },
        tags,
      },
      { parent: this },
    );
    const virtualNetworkName = nameOf(virtualNetwork, naming.hub.virtualNetwork());

    const shape = args.gatewaySku && gatewaySubnet(args.gatewaySku);
    const gateway = shape && this.declareGatewaySubnet(name, args, shape, plan.gateway, virtualNetworkName);
    this.gatewaySubnetId = gateway?.id;
    this.publicIpId = shape?.publicIp ? this.declarePublicIp(name, args).id : undefined;

    const endpointRulesGroup = new network.NetworkSecurityGroup(
      `${name}-endpoints-rules`,
      {
        networkSecurityGroupName: naming.hub.endpointSecurityGroup(),
        resourceGroupName,
        location,
        securityRules: endpointRules.map((rule) => ({
          ...rule,
          destinationPortRanges: [...rule.destinationPortRanges],
        })),
        tags,
      },
      { parent: this },
    );
    const endpoints = new network.Subnet(
      `${name}-endpoints`,
      {
        subnetName: naming.hub.endpointSubnet(),
        virtualNetworkName,
        resourceGroupName,
        addressPrefix: plan.endpoints,
        networkSecurityGroup: { id: endpointRulesGroup.id },
        // Without this the rules above do not apply to private endpoints.
        privateEndpointNetworkPolicies: "NetworkSecurityGroupEnabled",
      },
      // Azure refuses a second write to a network while one is running.
      { parent: this, dependsOn: gateway ? [gateway] : [] },
    );
    this.endpointSubnetId = endpoints.id;
    this.ready = [endpoints];

    this.zones = Object.fromEntries(
      privateZones.map((zone) => [zone, this.declareZone(`${name}-${zone}`, zone, virtualNetwork.id, args)]),
    );
    this.registerOutputs({ endpointSubnetId: this.endpointSubnetId });
  }

  private declareGatewaySubnet(
    name: string,
    args: HubNetworkArgs,
    shape: NonNullable<ReturnType<typeof gatewaySubnet>>,
    addressPrefix: string,
    virtualNetworkName: pulumi.Input<string>,
  ): network.Subnet {
    const { location, resourceGroupName, naming, tags } = args;
    const rules = new network.NetworkSecurityGroup(
      `${name}-gateway-rules`,
      {
        networkSecurityGroupName: naming.hub.gatewaySecurityGroup(),
        resourceGroupName,
        location,
        securityRules: shape.rules.map((rule) => ({
          ...rule,
          destinationPortRanges: [...rule.destinationPortRanges],
        })),
        tags,
      },
      { parent: this },
    );
    return new network.Subnet(
      `${name}-gateway`,
      {
        subnetName: naming.hub.gatewaySubnet(),
        virtualNetworkName,
        resourceGroupName,
        addressPrefix,
        networkSecurityGroup: { id: rules.id },
        ...(shape.delegation && { delegations: [{ name: "gateway", serviceName: shape.delegation }] }),
      },
      { parent: this },
    );
  }

  private declarePublicIp(name: string, args: HubNetworkArgs): network.PublicIPAddress {
    const { location, resourceGroupName, naming, tags } = args;
    return new network.PublicIPAddress(
      `${name}-gateway-ip`,
      {
        publicIpAddressName: naming.hub.publicIp(),
        resourceGroupName,
        location,
        sku: { name: "Standard", tier: "Regional" },
        publicIPAllocationMethod: "Static",
        dnsSettings: { domainNameLabel: args.serviceName },
        tags,
      },
      { parent: this },
    );
  }

  /** A zone and its links to the networks that resolve by it; private DNS knows no region but `global`. */
  private declareZone(
    name: string,
    zoneName: string,
    virtualNetworkId: pulumi.Input<string>,
    args: HubNetworkArgs,
  ): pulumi.Output<string> {
    const { resourceGroupName, tags } = args;
    const zone = new privatedns.PrivateZone(
      name,
      { privateZoneName: zoneName, resourceGroupName, location: "global", tags },
      { parent: this },
    );
    const link = (logicalName: string, virtualNetworkLinkName: string, id: pulumi.Input<string>) =>
      new privatedns.VirtualNetworkLink(
        logicalName,
        {
          virtualNetworkLinkName,
          privateZoneName: nameOf(zone, zoneName),
          resourceGroupName,
          location: "global",
          registrationEnabled: false,
          virtualNetwork: { id },
          tags,
        },
        { parent: this },
      );
    link(`${name}-link`, args.naming.hub.virtualNetwork(), virtualNetworkId);
    if (args.existingNetworkId !== undefined)
      link(`${name}-gateway-link`, args.naming.hub.gatewayLink(), args.existingNetworkId);
    return zone.id;
  }
}
