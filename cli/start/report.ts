import { count } from "apim-gateway/text";
import type { Route, RoutingPlan, SurfaceRoute } from "../../infra/routing/plan";
import { capacityText, consumersOf, tierText } from "../../infra/routing/report/facts";
import { type Colours, table, wholeTable, wrap } from "../../infra/routing/report/layout";
import type { Surface, Topology } from "../../infra/topology/topology";

/** What a run of the program left, as plain values. */
export interface Started {
  readonly topology: Topology;
  readonly plan: RoutingPlan;
  readonly resources: readonly { readonly type: string; readonly id: string | undefined }[];
  /** Outputs of the program: `gatewayUrls`, `regions`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly policyFolder: string;
  readonly worldFolder: string;
  /** What follows `./fleet pulumi` to deploy this file to the local Azure. */
  readonly pulumi: readonly string[];
}

export interface Style {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: Colours;
}

/** What exists: regions, accounts, deployments, pools, the path of a request, and where to look further. */
export const startReport = (started: Started, style: Style): string =>
  sections(started, style, [
    ["Regions and accounts", accounts],
    ["Deployments", deployments],
    ["Pools: who is tried, in which order", pools],
    ["The path of a request", path],
    ["Where it is", places],
  ]);

/** What is about to run, for who will see the rest at work. */
export const briefReport = (started: Started, style: Style): string =>
  sections(started, style, [
    ["Deployments", deployments],
    ["Where it is", folders],
  ]);

function sections(
  started: Started,
  style: Style,
  told: readonly (readonly [title: string, lines: (started: Started, style: Style) => string[]])[],
): string {
  return told
    .map(
      ([title, lines]) =>
        `\n${style.colours.bold(title)}\n${lines(started, style)
          .map((line) => `${line}\n`)
          .join("")}`,
    )
    .join("");
}

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function accounts({ topology, outputs }: Started, { width }: Style): string[] {
  const regions = (outputs.regions ?? {}) as Record<string, Record<string, string>>;
  return indent(
    wholeTable(
      [
        { title: "region" },
        { title: "prio", align: "right" },
        { title: "account" },
        { title: "access" },
        { title: "endpoint" },
      ],
      topology.accounts.map((account) => [
        account.region,
        String(account.priority),
        account.existing ? `${account.name} (existing)` : account.name,
        topology.network.access,
        regions[account.region]?.[account.key] ?? "",
      ]),
      width - 2,
      1,
    ),
  );
}

function deployments({ topology }: Started, { width }: Style): string[] {
  const rows = topology.accounts.flatMap((account) =>
    account.deployments.map((deployment) => [
      account.region,
      tierText[deployment.tier],
      capacityText(deployment.tier, deployment.capacity),
      deployment.sku,
      deployment.name,
      `${deployment.modelName} ${deployment.modelVersion}`,
    ]),
  );
  return indent(
    wholeTable(
      [
        { title: "region" },
        { title: "tier" },
        { title: "capacity", align: "right" },
        { title: "SKU" },
        { title: "deployment" },
        { title: "model" },
      ],
      rows,
      width - 2,
      2,
    ),
  );
}

function pools({ plan }: Started, { width }: Style): string[] {
  const byBackend = new Map(
    plan.members.flatMap((member) => Object.values(member.backends).map((backend) => [backend, member])),
  );
  const rows = plan.pools.flatMap((pool) =>
    pool.members.map(({ backend, priority, weight }, index) => [
      index === 0 ? pool.id : "",
      String(priority),
      String(weight),
      byBackend.get(backend)?.region ?? backend,
      byBackend.get(backend)?.deployment ?? "",
    ]),
  );
  return indent(
    wholeTable(
      [
        { title: "pool" },
        { title: "prio", align: "right" },
        { title: "weight", align: "right" },
        { title: "region" },
        { title: "deployment" },
      ],
      rows,
      width - 2,
      1,
    ),
  );
}

/** One real request, told from the first route that has most tiers. */
function path({ topology, plan, outputs }: Started, { width }: Style): string[] {
  const surface = plan.surfaces[0] as Surface;
  const route = [...plan.routes].sort((a, b) => tiersOf(b, surface) - tiersOf(a, surface))[0];
  if (route === undefined) return ["  No model is served."];
  const urls = (outputs.gatewayUrls ?? {}) as Record<string, string>;
  const { routing } = topology;
  const steps = [
    `${consumersOf(plan, route)[0] ?? "A consumer"} calls ${requestUrl(urls[surface], surface, route.model)} with its key in \`api-key\`.`,
    "The gateway knows the consumer by its key, counts its tokens, finds the model and its route, drops what callers may not send, and takes one managed-identity token.",
    ...attemptSteps(route, surface),
    `An account that does not answer at all is left alone; one request every ${routing.probeSeconds} s at most looks whether it is back.`,
    "The answer is passed on as it comes, streams included. When everything was throttled the caller gets 429 with the time when capacity returns, 503 when infrastructure failed, and 504 when the answer took too long.",
  ];
  return steps.flatMap((step, index) => wrap(step, width, { first: `  ${index + 1}. `, rest: "     " }));
}

const tiersOf = (route: Route, surface: Surface) =>
  new Set(route.surfaces[surface]?.pools.map((target) => target.tier)).size;

function requestUrl(base: string | undefined, surface: Surface, model: string): string {
  const url = base ?? "the gateway";
  return surface === "azure" ? `${url}/deployments/${model}/chat/completions` : `${url}/chat/completions`;
}

function attemptSteps(route: Route, surface: Surface): string[] {
  const { pools, attempts } = route.surfaces[surface] as SurfaceRoute;
  const [first] = pools;
  if (first === undefined) return [];
  return [
    `While nothing is known of the model's members, the pool of ${tierText[first.tier]} (${first.backend}) takes the request.`,
    `On 408, 429, 5xx, a refusal or no answer it goes on at once to single members by weight, ${pools.map(({ tier }) => tierText[tier]).join(" before ")}: at most ${count(attempts, "attempt")}, none to the same member. What they said is kept in the cache, so that the next requests know.`,
  ];
}

function folders({ resources, policyFolder, worldFolder }: Started): string[] {
  const made = resources.filter((resource) => resource.id !== undefined && resource.id !== "");
  return [
    `  policies  ${policyFolder}`,
    `  world     ${worldFolder}  (${count(made.length, "resource")} as Azure Resource Manager would show them)`,
  ];
}

function places(started: Started, { width }: Style): string[] {
  const { topology, worldFolder, outputs, pulumi } = started;
  const urls = Object.entries((outputs.gatewayUrls ?? {}) as Record<string, string>);
  const next = [
    [["plan", topology.file], "who serves what, in which order, and why"],
    [["pulumi", ...pulumi], "the real engine against a local Azure"],
    [["start", topology.file], "accounts that answer, behind a gateway with these policies"],
    [["gateway", worldFolder], "these policies alone, with accounts of your own"],
  ] as const;
  const commands = next.map(([args, what]) => ({ command: `./fleet ${args.map(quoted).join(" ")}`, what }));
  const longest = Math.max(...commands.map(({ command }) => command.length));
  return [
    ...indent(table([{ title: "surface" }, { title: "URL" }], urls, width - 2)),
    "",
    ...folders(started),
    "",
    ...commands.map(
      ({ command, what }, index) =>
        `  ${index === 0 ? "next" : "    "}      ${command.padEnd(longest)}  # ${what}`,
    ),
  ];
}

/** A word as a shell reads it. */
const quoted = (word: string) => (/^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
