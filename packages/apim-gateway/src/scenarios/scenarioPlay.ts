import { type CompiledPolicies, compilePolicies } from "../gateway/compilePolicies";
import { ConfigurationError, createInstance, type GatewayInstance } from "../gateway/createGateway";
import { IdentityProvider } from "../identity/identityProvider";
import { createIssuer } from "../identity/issuer";
import { createMask } from "../observe/mask";
import type { Exchange } from "../pipeline/exchange";
import { silentLog } from "../pipeline/logSink";
import type { GatewayProblem } from "../ports/problem";
import type { Transport } from "../ports/transport";
import type { Configuration } from "../resources/configuration";
import { completeSettings, recordedSettings } from "../settings/catalogue";
import { adviceFor } from "./advice";
import { checkCalls } from "./expectCalls";
import { checkBreakers, checkCounters, checkReplies } from "./expectReplies";
import type { ScenarioFailure } from "./failure";
import { leftoverFailure, unexpectedFailures } from "./playedOut";
import type { Reply } from "./reply";
import type { ScenarioConfiguration } from "./scenarioConfiguration";
import type { RunOptions, ScenarioRun } from "./scenarioRun";
import type { Scenario } from "./scenarioShape";
import { createScriptedBackends, type ScriptedBackends } from "./scriptedBackends";
import { requestText, type Sender, sendRequests } from "./sendRequests";
import type { ScenarioStep } from "./stepShape";
import { type Opening, type StoryLine, storyOf } from "./story";
import { createVirtualWorld } from "./virtualWorld";
import type { ScenarioWorld } from "./world";

/** Requests of which everything is remembered. */
const MOST_KEPT = 500;

/** One run of a scenario: its gateway, who plays the backends, and what is found out on the way. */
export class ScenarioPlay {
  private readonly world: ScenarioWorld;
  private readonly backends: ScriptedBackends;
  private readonly met = new Set<string>();
  private readonly compiledBy = new Set<string>();
  private readonly reached = new Set<string>();
  private readonly evaluated = new Set<string>();
  private readonly openings: Opening[] = [];
  private readonly settings: Readonly<Record<string, string | number>>;
  readonly settingProblems: readonly string[];
  private readonly lenient: boolean;
  private exchange: Exchange | undefined;
  private failures: readonly ScenarioFailure[] = [];
  private story: readonly StoryLine[] = [];
  private requests = 0;
  private kept = 0;
  private readonly statuses = new Set<number>();
  /** Tells the story of the step that ran last. */
  private tellLast = () => {};
  private told: string | undefined;
  private advice: string | undefined;
  private readonly defects: unknown[] = [];

  constructor(
    private readonly scenario: Scenario,
    private readonly found: ScenarioConfiguration,
    private policies: CompiledPolicies | undefined,
    { seed = scenario.parts.seed ?? 1, set = {}, lenient = false, real = false }: RunOptions,
  ) {
    const own =
      scenario.parts.settings?.map(({ name, value }) => [
        name,
        /^-?\d+$/.test(value) ? Number(value) : value,
      ]) ?? [];
    this.settings = { ...Object.fromEntries(own), ...set };
    this.lenient = lenient;
    this.settingProblems = completeSettings(this.settings).faults;
    this.world = real
      ? (require("./realWorld") as typeof import("./realWorld")).createRealWorld(seed)
      : createVirtualWorld(seed);
    this.backends = createScriptedBackends(found.backends, this.world.time);
  }

  /** @throws ConfigurationError */
  async play(): Promise<void> {
    const gateway = this.gateway(await this.world.callsOf(this.backends.transport));
    const ask = await this.world.requestsOf(gateway.handle, () => this.takeExchange());
    const token = await this.token(gateway);
    const headers: [string, string][] = token === undefined ? [] : [["Authorization", `Bearer ${token}`]];
    for (const step of this.scenario.steps) {
      await this.step(step, { gateway, ask, time: this.world.time, headers });
      if (this.failures.length > 0) return;
    }
    // What is under way without an answer waiting for it, as `send-one-way-request`, may still fetch answers.
    await this.world.time.rest(() => this.backends.leftovers().length === 0);
    const left = this.backends.leftovers();
    if (left.length === 0) return;
    this.failures = [leftoverFailure(left, this.scenario)];
    this.tellLast();
  }

  private async step(step: ScenarioStep, sender: Sender): Promise<void> {
    const { send, expect } = step;
    const before = this.backends.calls.length;
    const replies = await sendRequests(send, sender);
    this.requests += replies.length;
    const answered = replies.filter((reply) => reply !== undefined);
    const calls = this.backends.calls.slice(before);
    const unexpected = unexpectedFailures(calls, this.scenario, send.offset);
    const ofReplies = expect === undefined ? [] : checkReplies(expect, answered, this.world.graceMs);
    // What follows from a call that nobody answers is no news.
    if (unexpected.length > 0) this.failures = unexpected;
    else
      this.failures = [
        ...(answered.length < replies.length
          ? [
              {
                path: "answers",
                expected: String(replies.length),
                seen: `${answered.length}; the others never came`,
                at: send.offset,
              },
            ]
          : []),
        ...ofReplies,
        ...(expect === undefined ? [] : checkCalls(expect, calls, requestText(send))),
        ...(expect === undefined ? [] : checkBreakers(expect, sender.gateway.backends.state())),
        ...(expect === undefined ? [] : checkCounters(expect, sender.gateway.services)),
        ...this.defects.map((error) => ({
          path: "the gateway",
          expected: "no defect",
          seen: String(error),
          at: send.offset,
        })),
      ];
    this.tellLast = () => this.tell(step, answered, calls);
    if (this.failures.length > 0) this.tellLast();
  }

  private takeExchange(): Exchange | undefined {
    const { exchange } = this;
    this.exchange = undefined;
    return exchange === undefined || !this.keeps(exchange) ? undefined : exchange;
  }

  /** Notes what it reached. @returns whether its story may be told: of many requests, one for each status is enough */
  private keeps({ recorder, response }: Exchange): boolean {
    for (const { place, expressions } of recorder?.entries ?? []) {
      if (place === undefined) continue;
      this.reached.add(`${place.file}:${place.line}:${place.column}`);
      for (const { source } of expressions) this.evaluated.add(`${place.file}\n${source}`);
    }
    const status = response?.statusCode ?? 200;
    const isNew = !this.statuses.has(status);
    this.statuses.add(status);
    return isNew || ++this.kept <= MOST_KEPT;
  }

  /** The story of the first request that is not as expected, else of the last. */
  private tell(
    { send, expect }: ScenarioStep,
    replies: readonly Reply[],
    calls: ScriptedBackends["calls"],
  ): void {
    const wrong = calls.find(({ expected }) => !expected);
    const index = replies.findIndex((reply) =>
      wrong !== undefined
        ? reply.exchange?.attempts.some(({ url, started }) => url === wrong.url && started === wrong.at)
        : expect !== undefined &&
          checkReplies({ ...expect, share: [] }, [reply], this.world.graceMs).length > 0,
    );
    const bad = index < 0 ? replies.findIndex(({ status }) => status >= 400) : index;
    const at = bad < 0 ? replies.length - 1 : bad;
    const exchange = replies[at]?.exchange;
    if (exchange === undefined) return;
    const own = calls.filter((call) => call.at >= exchange.started);
    this.story = storyOf({ exchange, calls: own, openings: this.openings, sent: requestText(send) });
    this.advice = adviceFor(exchange, this.scenario);
    this.told = replies.length > 1 ? `request ${at + 1} of ${replies.length}` : undefined;
  }

  /** @throws ConfigurationError */
  private compile(configuration: Configuration): CompiledPolicies {
    const { settings } = completeSettings(this.settings);
    const watched = recordedSettings(settings, (name) => void this.compiledBy.add(name));
    const { policies, problems } = compilePolicies(configuration, {
      settings: watched,
      strict: false,
      lenient: this.lenient,
    });
    if (problems.some(({ severity }) => severity === "error")) throw new ConfigurationError(problems);
    return policies;
  }

  /** @throws ConfigurationError */
  private gateway(transport: Transport): GatewayInstance {
    const configuration = this.found.configuration as Configuration;
    this.policies ??= this.compile(configuration);
    const instance = createInstance({
      configuration,
      policies: this.policies,
      environment: this.world.time,
      transport,
      settings: this.settings,
      lenient: this.lenient,
      traces: "always",
      onSetting: (name) => void this.met.add(name),
      onDefect: (error) => this.defects.push(error),
      onBreakerChange: ({ backend, to, at, until }) => {
        if (to === "open") this.openings.push({ backend, at, until });
      },
      log: {
        ...silentLog,
        request: (exchange) => {
          this.exchange = exchange;
        },
      },
    });
    this.answerForIssuers(instance);
    return instance;
  }

  /** Whoever a policy asks for keys has signed the caller's token, unless the scenario says what it answers. */
  private answerForIssuers({ services }: GatewayInstance): void {
    const scripted = new Set(
      this.found.backends.flatMap(({ url, script }) =>
        script === undefined || !URL.canParse(url) ? [] : [new URL(url).origin],
      ),
    );
    const { now, random } = services;
    services.shared(IdentityProvider).issuer = createIssuer({
      now,
      random,
      standsFor: (url) => this.scenario.parts.token !== undefined && !scripted.has(new URL(url).origin),
    });
  }

  private async token(gateway: GatewayInstance): Promise<string | undefined> {
    const { token } = this.scenario.parts;
    if (token === undefined) return undefined;
    const claims = Object.fromEntries(token.map(({ name, value }) => [name, value.json]));
    const { issuer } = gateway.services.shared(IdentityProvider);
    return issuer.issueToken(claims, /^1(?:\.0)?$/.test(String(claims.ver)) ? "1.0" : "2.0");
  }

  close(): Promise<void> {
    return this.world.close();
  }

  result(problems: readonly GatewayProblem[]): ScenarioRun {
    const { told, advice, requests, met, compiledBy, found, policies, reached, evaluated } = this;
    // Resources of a folder may hold keys, and what is printed goes into the logs of others.
    const mask = createMask();
    if (this.found.configuration !== undefined) mask.learn(this.found.configuration);
    const masked = (text: string) => mask.text(text);
    return {
      failures: this.failures.map((failure) => ({ ...failure, seen: masked(failure.seen) })),
      problems,
      story: this.story.map((line) => ({
        ...line,
        what: masked(line.what),
        ...(line.outcome === undefined ? {} : { outcome: masked(line.outcome) }),
      })),
      told,
      advice,
      calls: this.backends.calls,
      requests,
      virtualMs: this.world.time.monotonic(),
      settings: new Set([...met, ...compiledBy]),
      compiledBy,
      prepared: { found, policies },
      reached,
      evaluated,
      configuration: this.found.configuration,
    };
  }
}
