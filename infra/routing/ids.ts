import { createHash } from "node:crypto";
import { limits } from "../naming";

/**
 * Hands out API Management entity names that are unique and never too long. Almost every name is the plain one; a name
 * over the limit, or one that another entity already has, ends with a hash of what it stands for, so that the plan is
 * defined for every valid topology and a name depends on nothing but its own entity and an earlier claim.
 */
export class EntityIds {
  private readonly taken = new Set<string>();

  /**
   * @param id the plain name, e.g. `aoai-gpt-5-4-ptu-eastus2`
   * @param identity what the name stands for; differs between any two entities
   */
  claim(id: string, identity: string): string {
    const { max } = limits.gatewayChild;
    const plain = id.length <= max && !this.taken.has(id);
    const name = plain ? id : withHash(id, identity, max);
    this.taken.add(name);
    return name;
  }
}

function withHash(id: string, identity: string, max: number): string {
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 8);
  return `${id.slice(0, max - hash.length - 1).replace(/(?<!-)-+$/, "")}-${hash}`;
}
