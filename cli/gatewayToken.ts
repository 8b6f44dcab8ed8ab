import { didYouMean } from "apim-gateway/text";
import type { TokenOwner } from "../infra/rendering/entraView";
import type { Answer } from "./command";
import type { EntraOfFleet } from "./entraOfWorld";

export interface ConsumerTokenRequest {
  readonly consumer: string;
  /** The world. @default the one that the gateway serves */
  readonly folder: string | undefined;
  readonly service: string | undefined;
  /** Where the gateway listens. */
  readonly host: string;
  readonly port: number;
}

/**
 * A Microsoft Entra token for a consumer, from the local gateway that runs: it alone knows the key, so the token opens
 * nothing else. Nothing but the answer's `out` ever holds it.
 */
export async function gatewayToken(request: ConsumerTokenRequest): Promise<Answer> {
  const { consumer, host, port } = request;
  if (!isThisMachine(host))
    return refuse(2, `Tokens are made by a gateway of this machine alone, and ${host} is not a name of it.`);
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const health = await ask(`${origin}/.gateway/health`);
  if (health === undefined)
    return refuse(
      1,
      `No gateway answers at ${origin}. Start one in another terminal, \`./fleet gateway ${request.folder ?? ".fleet/azure"}\`, or name its \`--port\`.`,
    );
  const folder = request.folder ?? health.folder;
  if (typeof folder !== "string") return refuse(1, `What answers at ${origin} is no local gateway.`);
  const { loadConfiguration } = require("apim-gateway") as typeof import("apim-gateway");
  const { configuration } = loadConfiguration(folder, service(request));
  if (configuration === undefined)
    return refuse(1, `${folder} cannot be read; \`./fleet gateway ${folder} --check\` says why.`);
  const { entraOfWorld } = require("./entraOfWorld") as typeof import("./entraOfWorld");
  const fleets = entraOfWorld(configuration.fragments);
  if (fleets.length === 0) return refuse(1, `${folder} holds no fleet, so no consumers either.`);
  const found = identityOf(
    fleets,
    configuration.subscriptions.map(({ id }) => id),
    consumer,
  );
  if (typeof found === "string") return refuse(1, found);
  const { fleet, owner } = found;
  const made = await ask(`${origin}/.gateway/tokens`, {
    tenant: fleet.tenant,
    claims: { aud: fleet.audience, ...claimOf(owner) },
  });
  if (typeof made?.token !== "string") return refuse(1, `The gateway at ${origin} made no token.`);
  return {
    code: 0,
    out: `${made.token}\n`,
    err: `For an hour and this gateway only, by ${meansOf[owner.claim]} ${owner.value}: send it as \`Authorization: Bearer\`.\n`,
  };
}

const meansOf = { azp: "the application", roles: "the app role", groups: "the group" } as const;

const claimOf = ({ claim, value }: TokenOwner) => ({ [claim]: claim === "azp" ? value : [value] });

/** The fleet and the claim that stand for a consumer, or why there are none. */
function identityOf(
  fleets: readonly EntraOfFleet[],
  subscriptions: readonly string[],
  consumer: string,
): { readonly fleet: EntraOfFleet; readonly owner: TokenOwner } | string {
  for (const fleet of fleets) {
    const owner = fleet.owners.find((each) => each.consumer === consumer);
    if (owner !== undefined) return { fleet, owner };
  }
  const names = fleets.flatMap(({ stem, owners }) => [
    ...owners.map((owner) => owner.consumer),
    ...subscriptions.filter((id) => id.startsWith(stem)).map((id) => id.slice(stem.length)),
  ]);
  const known = [...new Set(names)].sort();
  if (!known.includes(consumer))
    return `There is no consumer \`${consumer}\`.${didYouMean(consumer, known)} There are: ${known.join(", ") || "none"}.`;
  if (fleets.every(({ owners }) => owners.length === 0))
    return `This fleet takes no Entra tokens, so \`${consumer}\` has none: add \`gateway.entra\` and the consumer's \`entraApplications\`, \`entraRoles\` or \`entraGroups\` to its file, and bring the world up to date.`;
  return `No Entra token stands for \`${consumer}\`: name its \`entraApplications\`, \`entraRoles\` or \`entraGroups\` in the fleet's file, and bring the world up to date.`;
}

/** The JSON that the gateway answers with; `undefined`: nobody answers. */
async function ask(url: string, body?: object): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const response = await fetch(url, {
      // A server elsewhere that is asked by mistake leads nowhere else.
      redirect: "error",
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}

function isThisMachine(host: string): boolean {
  return /^(localhost|::1|127(\.\d{1,3}){3})$/i.test(host);
}

const service = ({ service: name }: ConsumerTokenRequest) => (name === undefined ? {} : { service: name });

const refuse = (code: 1 | 2, text: string): Answer => ({ code, out: "", err: `${text}\n` });
