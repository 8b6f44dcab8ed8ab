import type { Rule } from "../armRequest";
import { parentOf } from "../resourceId";
import { deletionOf, list, putOf, text } from "./refusals";

const POLICY = "Microsoft.CognitiveServices/accounts/raiPolicies";
const LIST = "Microsoft.CognitiveServices/accounts/raiBlocklists";
const DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments";

/** A content filter stands on one of Azure's or of the account's, and names lists of the account (the texts are ours). */
export const contentFilterIsComplete: Rule = (world, request) => {
  const policy = putOf(request, POLICY);
  if (policy === undefined) return undefined;
  const account = parentOf(policy.id);
  const base = text(policy.properties.basePolicyName);
  if (
    base !== "" &&
    !base.startsWith("Microsoft.") &&
    world.get(`${account}/raiPolicies/${base}`) === undefined
  )
    return refuse(`The base policy '${base}' of '${policy.name}' does not exist in this account.`);
  const absent = list(policy.properties.customBlocklists)
    .map(({ blocklistName }) => text(blocklistName))
    .find((name) => world.get(`${account}/raiBlocklists/${name}`) === undefined);
  return absent === undefined
    ? undefined
    : refuse(`The blocklist '${absent}' of '${policy.name}' does not exist in this account.`);
};

/** A content filter that a deployment uses stays, and a list that a filter uses (whether Azure checks the second is not documented; the texts are ours). */
export const usedContentFilterStays: Rule = (world, request) => {
  const policy = deletionOf(request, POLICY);
  const blocklist = deletionOf(request, LIST);
  const deleted = policy ?? blocklist;
  if (deleted === undefined) return undefined;
  const users = world
    .below(parentOf(deleted.id) ?? "")
    .filter((other) =>
      policy === undefined
        ? other.type === POLICY &&
          list(other.properties.customBlocklists).some(({ blocklistName }) =>
            same(blocklistName, deleted.name),
          )
        : other.type === DEPLOYMENT && same(other.properties.raiPolicyName, deleted.name),
    );
  if (users.length === 0) return undefined;
  const names = users.map(({ name }) => `'${name}'`).join(", ");
  return {
    status: 409,
    code: "Conflict",
    message: `'${deleted.name}' is used by ${names}. Change or delete those first.`,
  };
};

const same = (name: unknown, other: string) => text(name).toLowerCase() === other.toLowerCase();
const refuse = (message: string) => ({ status: 400, code: "InvalidResourceProperties", message });
