import type { ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type LocalAzure, type LocalAzureOptions, startLocalAzure } from "../../local/azure/startLocalAzure";
import type { Engine } from "../../local/engine/engine";
import { ensureEngine } from "../../local/engine/ensureEngine";
import { engineEnvironment } from "../../local/engine/environment";
import { changes, type EngineOperation, messagesOf, operationsOf } from "../../local/engine/events";
import { runPulumi } from "../../local/engine/runPulumi";

const root = path.resolve(__dirname, "../..");

export interface Outcome {
  readonly code: number;
  /** Every step that changed something, one line each, sorted: `create cognitiveservices:Deployment eastus2-…`. */
  readonly changes: string[];
  /** Every step, `same` included. */
  readonly operations: readonly EngineOperation[];
  /** Errors and warnings as a person reads them. */
  readonly messages: string[];
  /** Everything on both streams. */
  readonly output: string;
}

export interface FleetOptions {
  /** `dev` or `prod`: which of the project's stack files is used. */
  readonly stack: "dev" | "prod";
  /** The text of the topology file; left out: the stack's own. */
  readonly topology?: string;
  /** Write a checkpoint after every step, as users have it. Off: only at the end, which is much faster. */
  readonly checkpoints?: boolean;
  readonly azure?: Omit<LocalAzureOptions, "dir">;
}

/**
 * A fleet of its own for one test file: a copy of the project's settings with the real program linked into it, its own
 * state, its own Azure. Nothing of the checkout is written.
 */
export class Fleet {
  private constructor(
    readonly engine: Engine,
    readonly folder: string,
    readonly stack: string,
    private azureServer: LocalAzure,
    private readonly options: FleetOptions,
  ) {}

  static async create(options: FleetOptions): Promise<Fleet> {
    const engine = await ensureEngine({ progress: (line) => process.stderr.write(`engine: ${line}\n`) });
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-engine-"));
    for (const name of ["state/home", "state/backend", "azure"])
      fs.mkdirSync(path.join(folder, name), { recursive: true });
    makeProject(path.join(folder, "project"));
    const azure = await startLocalAzure({ dir: path.join(folder, "azure"), ...options.azure });
    const fleet = new Fleet(engine, folder, options.stack, azure, options);
    if (options.topology !== undefined) fleet.write(options.topology);
    await fleet.run("stack", "init", options.stack);
    return fleet;
  }

  get project(): string {
    return path.join(this.folder, "project");
  }

  get topologyFile(): string {
    return path.join(this.project, "stacks", `${this.stack}.yaml`);
  }

  get azure(): LocalAzure {
    return this.azureServer;
  }

  /** The text of the topology file. */
  read(): string {
    return fs.readFileSync(this.topologyFile, "utf8");
  }

  /** Replaces the topology file. */
  write(text: string): void {
    fs.writeFileSync(this.topologyFile, text);
  }

  /** Rewrites the topology file. Throws when nothing was changed, because the test would prove nothing then. */
  edit(change: (text: string) => string): void {
    const text = this.read();
    const changed = change(text);
    if (changed === text) throw new Error("the edit changes nothing");
    this.write(changed);
  }

  preview(...args: string[]): Promise<Outcome> {
    return this.run("preview", ...args);
  }
  up(...args: string[]): Promise<Outcome> {
    return this.run("up", "--yes", "--skip-preview", ...args);
  }
  refresh(...args: string[]): Promise<Outcome> {
    return this.run("refresh", "--yes", "--skip-preview", ...args);
  }
  destroy(...args: string[]): Promise<Outcome> {
    return this.run("destroy", "--yes", "--skip-preview", ...args);
  }

  /** Any Pulumi command on this stack. */
  run(...args: string[]): Promise<Outcome> {
    return this.runWatched(() => {}, ...args);
  }

  /** @param started is given the CLI's process, to interrupt it */
  async runWatched(started: (child: ChildProcess) => void, ...args: string[]): Promise<Outcome> {
    const stack = args[0] === "stack" && args[1] === "init" ? [] : ["--stack", this.stack];
    const run = await runPulumi(this.engine, [...args, ...stack], {
      cwd: this.project,
      env: this.env(),
      started,
    });
    const operations = operationsOf(run.events);
    return {
      code: run.code,
      operations,
      changes: changes(operations),
      messages: messagesOf(run.events),
      output: run.stdout + run.stderr,
    };
  }

  /** The environment of the CLI. */
  env(): NodeJS.ProcessEnv {
    const quick = { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "1" };
    return {
      ...engineEnvironment(this.engine, path.join(this.folder, "state")),
      ...this.azureServer.env,
      ...(this.options.checkpoints ? {} : quick),
    };
  }

  /** The Azure resources in the stack's state, by id, sorted. An id that stands there twice is listed twice. */
  async idsInState(): Promise<string[]> {
    const { output } = await this.run("stack", "export");
    const { deployment } = JSON.parse(output) as {
      deployment: { resources?: { type: string; id?: string }[] };
    };
    const ids = (deployment.resources ?? []).flatMap(({ type, id }) =>
      type.startsWith("azure-native:") && id ? [id] : [],
    );
    return ids.sort();
  }

  /** The resources that exist in Azure, by id, sorted. */
  idsInAzure(): string[] {
    return this.azure.world
      .all()
      .map(({ id }) => id)
      .sort();
  }

  /** Ends the local Azure and starts it again in the same world. */
  async restartAzure(azure: Omit<LocalAzureOptions, "dir"> = this.options.azure ?? {}): Promise<void> {
    await this.azureServer.stop();
    this.azureServer = await startLocalAzure({ dir: path.join(this.folder, "azure"), ...azure });
  }

  async stop(): Promise<void> {
    await this.azureServer.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The project as a user has it: settings and stacks are copies that may be edited, the program is the checkout's. */
function makeProject(folder: string): void {
  fs.mkdirSync(folder);
  for (const name of [
    "node_modules",
    "infra",
    "policies",
    "package.json",
    "tsconfig.json",
    "tsconfig.pulumi.json",
  ])
    fs.symlinkSync(path.join(root, name), path.join(folder, name));
  for (const name of ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"])
    fs.copyFileSync(path.join(root, name), path.join(folder, name));
  fs.cpSync(path.join(root, "stacks"), path.join(folder, "stacks"), { recursive: true });
}
