import { createHash } from "node:crypto";
import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Consumer } from "../topology/topology";
import { createFirst } from "./createFirst";
import type { GatewayService } from "./gatewayService";

/** Arguments of {@link GatewayKeys}. */
export interface GatewayKeysArgs {
  readonly service: GatewayService;
  /** Id of the named value by which policies know the keys. */
  readonly namedValue: string;
  /** Numbers of the keys; a key with another number is made anew. */
  readonly numbers: Consumer["keys"];
}

/**
 * The two keys of a consumer, made here and not by API Management: a policy that reads a key where API Management does not
 * look must know it, and only its hash is written where policies can read it. They are encrypted in the stack's state.
 */
export class GatewayKeys extends pulumi.ComponentResource {
  readonly primary: pulumi.Output<string>;
  readonly secondary: pulumi.Output<string>;
  readonly hashes: apimanagement.NamedValue;

  constructor(name: string, args: GatewayKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:GatewayKeys", name, {}, opts);
    const { serviceName, resourceGroupName } = args.service;
    const make = (which: "primary" | "secondary") =>
      pulumi.secret(
        new random.RandomPassword(
          `${name}-${which}`,
          { length: 32, special: false, upper: false, ...keepers(args.numbers[which]) },
          // The new key stands before the old one goes, so that what holds them is changed and not replaced.
          { parent: this, ...createFirst },
        ).result,
      );
    this.primary = make("primary");
    this.secondary = make("secondary");
    this.hashes = new apimanagement.NamedValue(
      `${name}-hashes`,
      {
        namedValueId: args.namedValue,
        displayName: args.namedValue,
        serviceName,
        resourceGroupName,
        value: pulumi.all([this.primary, this.secondary]).apply((keys) => hashesOf(keys)),
        secret: true,
      },
      { parent: this, ...createFirst },
    );
    this.registerOutputs({});
  }
}

/** The first key has none: fleets that were deployed before keys had numbers keep theirs. */
const keepers = (number: number) => (number === 1 ? {} : { keepers: { number: `${number}` } });

/** What the policy compares: each key's SHA-256 in base64. */
export function hashesOf(keys: readonly string[]): string {
  return keys.map((key) => createHash("sha256").update(key).digest("base64")).join(" ");
}
