import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startLocalAzure } from "../local/azure/startLocalAzure";
import type { Engine } from "../local/engine/engine";
import { ensureEngine } from "../local/engine/ensureEngine";
import { engineEnvironment, shortRun } from "../local/engine/environment";
import { runPulumi } from "../local/engine/runPulumi";
import { makeStateFolder } from "../local/engine/stateFolder";
import type { Bench, Figure } from "../packages/apim-gateway/bench/figure";
import { bareProgram, type ProgramKind, type Registered } from "./bareProgram";
import { bigTopology } from "./bigTopology";
import { measure, median, type ProcessCost } from "./measure";

const root = path.resolve(__dirname, "..");
const RUNS = 3;

/** A preview of an empty stack on the real engine, against programs of the same resources. */
export const engine: Bench = {
  name: "engine",
  what: "preview of 30 regions × 10 models on the real engine, beside bare programs of the same resources",
  run: async (progress) => {
    const found = await ensureEngine({ progress });
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-bench-"));
    const azure = await startLocalAzure({ dir: path.join(folder, "azure") });
    try {
      const env = {
        ...shortRun,
        ...engineEnvironment(found, folder),
        ...azure.env,
        PULUMI_EXPERIMENTAL: "1",
        PULUMI_SKIP_CHECKPOINTS: "1",
      };
      makeStateFolder(folder);
      return await figures(new Bed(found, folder, env), progress);
    } finally {
      await azure.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function figures(bed: Bed, progress: (line: string) => void): Promise<Figure[]> {
  const series: [number, ProcessCost][] = [];
  for (const regions of [5, 10, 20]) {
    progress(`engine: our program, ${regions} regions`);
    await bed.ours(regions, 10);
    series.push([regions, await bed.preview()]);
  }
  progress("engine: our program, 30 regions: an update first, to record its resources");
  await bed.ours(30, 10);
  const resources = await bed.record();
  const ours: ProcessCost[] = [];
  const stripped: ProcessCost[] = [];
  // In turns, so that a machine that slows down slows both.
  for (let run = 1; run <= RUNS; run++) {
    progress(`engine: run ${run} of ${RUNS}, ours and the bare program without aliases`);
    await bed.ours(30, 10);
    ours.push(await bed.preview());
    await bed.bare(resources, "stripped");
    stripped.push(await bed.preview());
  }
  progress("engine: the plain bare program");
  await bed.bare(resources, "plain");
  const plain = await bed.preview();

  const wall = (costs: readonly ProcessCost[]) => median(costs.map((cost) => cost.wall));
  const memory = (costs: readonly ProcessCost[]) => median(costs.map((cost) => cost.memory));
  const [our, bare] = [wall(ours), wall(stripped)];
  const [, five] = series[0] as [number, ProcessCost];
  const perRegion = (our - five.wall) / 25;
  const early = ((series[2] as [number, ProcessCost])[1].wall - five.wall) / 15;
  return [
    ...series.map(
      ([regions, cost]): Figure => ({ name: `preview, ${regions} × 10`, value: cost.wall, unit: "s" }),
    ),
    {
      name: `preview, 30 × 10 (${resources.length} resources)`,
      value: our,
      unit: "s",
      alternative: { what: "bare program, aliases stripped", value: bare },
      target: { text: "≤ 1.1 ×", ok: our <= 1.1 * bare },
    },
    {
      name: "preview, 30 × 10",
      value: our,
      unit: "s",
      alternative: { what: "bare program, plain", value: plain.wall },
      target: { text: "≤ 0.25 × (4 times faster)", ok: our * 4 <= plain.wall },
    },
    {
      name: "memory of the largest process, 30 × 10",
      value: memory(ours),
      unit: "MB",
      alternative: { what: "bare program, aliases stripped", value: memory(stripped) },
    },
    {
      name: "memory of the largest process, 30 × 10",
      value: memory(ours),
      unit: "MB",
      alternative: { what: "bare program, plain", value: plain.memory },
    },
    {
      name: "one more region, up to 30",
      value: perRegion * 1000,
      unit: "ms",
      alternative: { what: "up to 20", value: early * 1000 },
      target: { text: "linear: ≤ 1.5 ×", ok: perRegion <= 1.5 * early },
    },
  ];
}

/** Projects and stacks to measure in. */
class Bed {
  private project = "";
  private made = 0;

  constructor(
    private readonly engine: Engine,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Our program on a fresh stack with a generated topology. */
  async ours(regions: number, models: number): Promise<void> {
    await this.open();
    for (const name of ["infra", "policies", "package.json", "tsconfig.json", "tsconfig.pulumi.json"])
      fs.symlinkSync(path.join(root, name), path.join(this.project, name));
    fs.copyFileSync(path.join(root, "Pulumi.yaml"), path.join(this.project, "Pulumi.yaml"));
    fs.writeFileSync(path.join(this.project, "bench.yaml"), bigTopology(regions, models));
    fs.writeFileSync(
      path.join(this.project, "Pulumi.bench.yaml"),
      "config:\n  aoai-fleet:topology: bench.yaml\n",
    );
    await this.init();
  }

  async bare(resources: readonly Registered[], kind: ProgramKind): Promise<void> {
    await this.open();
    const { program, data } = bareProgram(resources, kind);
    fs.writeFileSync(path.join(this.project, "index.ts"), program);
    fs.writeFileSync(path.join(this.project, "resources.json"), data);
    fs.copyFileSync(path.join(root, "tsconfig.pulumi.json"), path.join(this.project, "tsconfig.pulumi.json"));
    fs.copyFileSync(path.join(root, "tsconfig.json"), path.join(this.project, "tsconfig.json"));
    fs.writeFileSync(
      path.join(this.project, "package.json"),
      '{ "name": "bare", "main": "index.ts", "dependencies": { "@pulumi/azure-native": "*", "@pulumi/random": "*" } }',
    );
    fs.writeFileSync(
      path.join(this.project, "Pulumi.yaml"),
      "name: bare\nruntime: { name: nodejs, options: { tsconfig: tsconfig.pulumi.json, nodeargs: --max-old-space-size=8192 } }\n",
    );
    await this.init();
  }

  preview(): Promise<ProcessCost> {
    return measure(
      [this.engine.pulumi, "preview", "--stack", "bench", "--non-interactive", "--suppress-outputs"],
      { cwd: this.project, env: this.env },
    );
  }

  /** The resources of the open project, after an update. */
  async record(): Promise<readonly Registered[]> {
    await this.pulumi("up", "--stack", "bench", "--yes", "--skip-preview");
    const exported = await this.pulumi("stack", "export", "--stack", "bench", "--show-secrets");
    return (JSON.parse(exported) as { deployment: { resources: Registered[] } }).deployment.resources;
  }

  private async open(): Promise<void> {
    this.project = path.join(this.folder, `project-${++this.made}`);
    fs.mkdirSync(this.project);
    fs.symlinkSync(path.join(root, "node_modules"), path.join(this.project, "node_modules"));
    fs.rmSync(path.join(this.folder, "backend", ".pulumi", "stacks"), { recursive: true, force: true });
  }

  private async init(): Promise<void> {
    await this.pulumi("stack", "init", "bench");
  }

  private async pulumi(...args: string[]): Promise<string> {
    const run = await runPulumi(this.engine, args, { cwd: this.project, env: this.env });
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")}: ${run.stderr}${run.stdout.slice(-3000)}`);
    return run.stdout;
  }
}
