import { spawn } from "node:child_process";
import { Naming } from "../../infra/naming";
import { SUFFIX, type Topology } from "../../infra/topology/topology";
import { KeyError, type KeyPlace, type WhichKey } from "./keyPlace";

const API_VERSION = "2024-05-01";

/** How the Azure CLI is asked. `code` is `undefined` when there is none on this machine. */
export type Az = (
  args: readonly string[],
) => Promise<{ readonly code: number | undefined; readonly out: string; readonly err: string }>;

/**
 * The real service, with the login of the Azure CLI: its subscription, its cloud, its rights. Reading a key needs
 * `Microsoft.ApiManagement/service/subscriptions/listSecrets/action`, which Reader does not have.
 */
export function azureKeys(topology: Topology, az: Az): KeyPlace {
  const ask = asker(az);
  let service: Promise<string> | undefined;
  const call = async (path: string): Promise<string> => {
    service ??= serviceId(topology, ask);
    // Without a host the Azure CLI takes that of its cloud.
    return ask("rest", "--method", "post", "--url", `${await service}/${path}?api-version=${API_VERSION}`);
  };
  return {
    keys: async (subscription) => {
      const found = JSON.parse(await call(`subscriptions/${subscription}/listSecrets`)) as {
        primaryKey: string;
        secondaryKey: string;
      };
      return { primary: found.primaryKey, secondary: found.secondaryKey };
    },
    regenerate: async (subscription, which) => {
      await call(`subscriptions/${subscription}/${ACTIONS[which]}`);
    },
  };
}

/** Where callers reach the gateway, without a slash at the end. @throws KeyError */
export async function azureAddress(topology: Topology, az: Az): Promise<string> {
  const ask = asker(az);
  const id = await serviceId(topology, ask);
  const url = await ask(
    "resource",
    "show",
    "--ids",
    id,
    "--query",
    "properties.gatewayUrl",
    "--output",
    "tsv",
  );
  return url.trim().replace(/\/$/, "");
}

/** A token of the Azure CLI's login for an audience. @throws KeyError */
export async function azureToken(audience: string, az: Az): Promise<string> {
  const scope = `${audience}/.default`;
  const args = ["get-access-token", "--scope", scope, "--query", "accessToken", "--output", "tsv"];
  return (await asker(az)("account", ...args)).trim();
}

/** Runs the Azure CLI, and makes what it refuses a sentence. */
function asker(az: Az): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const { code, out, err } = await az(args);
    if (code === undefined)
      throw new KeyError(
        "`az` is not on this machine: install the Azure CLI, or read a local world with --local.",
      );
    if (code === 0) return out;
    throw new KeyError(`az ${args.slice(0, 2).join(" ")} failed: ${err.trim()}\n${wayOut(err)}`);
  };
}

const ACTIONS: Readonly<Record<WhichKey, string>> = {
  primary: "regeneratePrimaryKey",
  secondary: "regenerateSecondaryKey",
};

/** The id of the gateway, in the subscription that the Azure CLI is set to. */
async function serviceId(topology: Topology, ask: (...args: string[]) => Promise<string>): Promise<string> {
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const { existing } = topology.gateway;
  const group = existing?.resourceGroup ?? naming.hub.resourceGroup();
  const name = existing?.name ?? naming.hub.service();
  const azureSubscription = (await ask("account", "show", "--query", "id", "--output", "tsv")).trim();
  const id = (found: string) =>
    `/subscriptions/${azureSubscription}/resourceGroups/${group}/providers/Microsoft.ApiManagement/service/${found}`;
  if (!name.includes(SUFFIX)) return id(name);
  const listed = JSON.parse(
    await ask(
      "resource",
      "list",
      "--resource-group",
      group,
      "--resource-type",
      "Microsoft.ApiManagement/service",
      "--query",
      "[].name",
      "--output",
      "json",
    ),
  ) as string[];
  const start = name.slice(0, name.indexOf(SUFFIX));
  const ours = listed.filter((candidate) => candidate.startsWith(start));
  if (ours.length === 1) return id(ours[0] as string);
  throw new KeyError(
    ours.length === 0
      ? `The resource group ${group} of the subscription ${azureSubscription} has no gateway whose name starts with ${start}. Is the fleet deployed there? \`az account set --subscription …\` chooses another.`
      : `The resource group ${group} has several gateways: ${ours.join(", ")}. Say which by \`nameSuffix\` in ${topology.file}.`,
  );
}

function wayOut(error: string): string {
  if (/az login/i.test(error)) return "Log in with `az login`.";
  if (/AuthorizationFailed|Forbidden/i.test(error))
    return "Your login needs `Microsoft.ApiManagement/service/subscriptions/listSecrets/action` (to rotate: `…/regeneratePrimaryKey/action` and `…/regenerateSecondaryKey/action`) on the gateway, as in the role API Management Service Contributor.";
  if (/NotFound/i.test(error))
    return "Is the fleet deployed, with this consumer? `az account show` names the subscription that was asked.";
  return "What the Azure CLI says above is all that is known.";
}

/** The Azure CLI of this machine; never shows what it answers. */
export const realAz: Az = (args) =>
  new Promise((done) => {
    const windows = process.platform === "win32";
    const child = spawn(windows ? "az.cmd" : "az", [...args], {
      stdio: ["ignore", "pipe", "pipe"],
      shell: windows,
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      err += part;
    });
    child.on("error", (error) => done({ code: undefined, out, err: error.message }));
    child.on("close", (code) => done({ code: code ?? 1, out, err }));
  });
