import { findModel } from "../../infra/topology/data";
import { type DeploymentRule, deploymentAdmission } from "./admission/deploymentAdmission";
import { rateHeaders } from "./admission/rateHeaders";
import type { Demand } from "./admission/tokenCost";
import {
  type AccountOperation,
  type AccountRequest,
  askedBy,
  type Operation,
} from "./answers/accountRequest";
import { type Answer, errorAnswer, type Outcome } from "./answers/answer";
import { chatAnswer } from "./answers/chat";
import { completionAnswer } from "./answers/completion";
import { promptTokens } from "./answers/countTokens";
import { embeddingAnswer } from "./answers/embedding";
import { tokenLimit } from "./answers/generate";
import type { Inference } from "./answers/inference";
import { modelsAnswer } from "./answers/models";
import { responseAnswer, type StoredResponse } from "./answers/response";
import { idOf } from "./answers/words";
import { wrongRequest } from "./answers/wrongRequest";
import { refusal } from "./authorize";
import type { LocalAccount, LocalDeployment } from "./declared/localAccount";
import { type AccountFault, faultKinds, hits, isOn, retryAfterHeaders } from "./faults/accountFault";
import { broken, faulty } from "./faults/faulty";
import { PromptCache } from "./promptCache";
import type { AccountSettings } from "./settings";
import { StoredResponses } from "./storedResponses";

/** What became of a call. */
export interface Played {
  readonly outcome: Outcome;
  /** Who answers; `undefined`: no deployment was reached. */
  readonly deployment?: string;
  /** What a call that was let in takes; `undefined`: it was not. */
  readonly tokens?: TokensUsed;
  /** To be called once, when the answer has ended or its caller went away. */
  readonly done: () => void;
}

/** Tokens of one call as Azure bills them: what the cache had is a part of `prompt`. */
export interface TokensUsed {
  readonly prompt: number;
  readonly cached: number;
  readonly output: number;
}

interface AccountsOptions {
  readonly settings: AccountSettings;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

type Asking = Extract<AccountOperation, { kind: "inference" }>;

/** Azure OpenAI accounts that answer, refuse and fail as Azure's do; no sockets, no clock of their own. */
export class LocalAccounts {
  private readonly rules = new Map<string, DeploymentRule>();
  private readonly stored = new StoredResponses();
  private readonly cache = new PromptCache();
  private calls = 0;
  private present: readonly AccountFault[] = [];

  constructor(private readonly options: AccountsOptions) {}

  /** Faults that are there or to come. */
  get faults(): readonly AccountFault[] {
    const now = this.options.now();
    this.present = this.present.filter(({ to = Number.POSITIVE_INFINITY }) => to > now);
    return this.present;
  }

  addFault(fault: AccountFault): void {
    this.present = [...this.faults, fault];
  }

  /** @param where only those of this place; `undefined`: all */
  clearFaults(where?: string): number {
    const kept = where === undefined ? [] : this.faults.filter((fault) => fault.where !== where);
    const cleared = this.faults.length - kept.length;
    this.present = kept;
    return cleared;
  }

  /** Percent of a provisioned deployment that is in use, now. */
  utilization(account: LocalAccount, deployment: LocalDeployment): number | undefined {
    return this.rule(account, deployment).admission.utilization(this.options.now());
  }

  /** Plays a call that reached an account. */
  play(account: LocalAccount, call: AccountRequest): Played {
    const asked = askedBy(call);
    const id = idOf("", this.options.settings.seed, account.subdomain, ++this.calls);
    const name = asked.kind === "inference" ? asked.deployment : undefined;
    const fault = this.faultOf(account, name);
    const early = fault === undefined ? undefined : faulty(fault, this.options.now());
    const played = early === undefined ? this.healthy(account, call, asked, id) : ended(early);
    return { ...played, outcome: withHeaders(broken(played.outcome, fault), account, id) };
  }

  private healthy(account: LocalAccount, call: AccountRequest, asked: AccountOperation, id: string): Played {
    const now = this.options.now();
    if (!account.reachable)
      return ended(errorAnswer(403, "403", "Public access is disabled, and no private endpoint leads here."));
    const refused = refusal(account, call, now);
    if (refused !== undefined) return ended(refused);
    if (asked.kind === "wrong") return ended(errorAnswer(asked.status, asked.code, asked.message));
    if (asked.kind === "models") return ended(modelsAnswer(account, asked.id));
    if (asked.kind === "stored") return ended(this.stored.answer(account.subdomain, asked));
    const deployment = account.deployments.find(({ name }) => name === asked.deployment);
    if (deployment === undefined)
      return ended(
        errorAnswer(404, "DeploymentNotFound", "The API deployment for this resource does not exist."),
      );
    return this.infer(account, deployment, asked, id);
  }

  private infer(account: LocalAccount, deployment: LocalDeployment, asked: Asking, id: string): Played {
    const { settings, now } = this.options;
    const wrong =
      wrongRequest(deployment, asked.operation, asked.body) ??
      this.stored.refusal(account.subdomain, asked.body);
    if (wrong !== undefined) return ended(wrong);
    const prompt = promptTokens(asked.body);
    const longest = findModel(deployment.model)?.ptuPromptTokens;
    if (deployment.tier === "ptu" && longest !== undefined && prompt > longest)
      return ended(
        errorAnswer(
          400,
          "context_length_exceeded",
          `A provisioned deployment of this model takes prompts of ${longest} tokens; this one has ${prompt}.`,
        ),
      );
    const key = `${account.subdomain}/${deployment.name}`;
    const cached = this.cache.cached(key, asked.body, prompt, now());
    const inference: Inference = { body: asked.body, deployment, settings, prompt, cached, now: now(), id };
    const made = answerOf(asked.operation, inference);
    const demand: Demand = { prompt, cached, maxTokens: tokenLimit(asked.body), output: made.output };
    const rule = this.rule(account, deployment);
    const cost = rule.costOf(demand);
    const verdict = rule.admission.ask(now(), cost);
    if (!verdict.admitted)
      return (
        this.spilled(account, deployment, asked, id) ??
        ended(
          errorAnswer(
            429,
            "429",
            `The rate limit of this deployment is exceeded. Try again in ${Math.ceil(verdict.retryInMs / 1000)} seconds.`,
            {
              ...retryAfterHeaders("ms", verdict.retryInMs, now()),
              ...rateHeaders(rule, now()),
            },
          ),
          deployment.name,
        )
      );
    if (made.stored !== undefined) this.stored.store(account.subdomain, made.stored, asked.body.input);
    const headers = {
      ...made.answer.headers,
      ...rateHeaders(rule, now()),
      "x-ms-deployment-name": deployment.name,
    };
    return {
      outcome: { ...made.answer, headers },
      deployment: deployment.name,
      tokens: { prompt, cached, output: made.output },
      done: () => rule.admission.complete(now(), cost),
    };
  }

  /** Azure's own spillover: the account's other deployment answers, and says for whom. */
  private spilled(
    account: LocalAccount,
    from: LocalDeployment,
    asked: Asking,
    id: string,
  ): Played | undefined {
    const to = account.deployments.find(({ name }) => name === from.spillover);
    if (to === undefined) return undefined;
    const { spillover: _, ...last } = to;
    const played = this.infer(account, last, asked, id);
    if (typeof played.outcome === "string" || played.outcome.status === 429) return undefined;
    const headers = { ...played.outcome.headers, "x-ms-spillover-from-deployment": from.name };
    return { ...played, outcome: { ...played.outcome, headers } };
  }

  private rule(account: LocalAccount, deployment: LocalDeployment): DeploymentRule {
    const key = `${account.subdomain}/${deployment.name}/${deployment.capacity}`;
    let rule = this.rules.get(key);
    if (rule === undefined) {
      const share = (now: number) =>
        Math.min(
          1,
          ...this.present
            .filter(
              (fault) => fault.kind === "less" && isOn(fault, now) && hits(fault, account, deployment.name),
            )
            .map(({ capacity = 0.5 }) => capacity),
        );
      rule = deploymentAdmission(deployment, this.options.settings, share);
      this.rules.set(key, rule);
    }
    return rule;
  }

  private faultOf(account: LocalAccount, deployment: string | undefined): AccountFault | undefined {
    const now = this.options.now();
    return this.faults.find(
      (fault) =>
        faultKinds[fault.kind].effect.does !== "shrinks" &&
        isOn(fault, now) &&
        hits(fault, account, deployment) &&
        (fault.share === undefined || this.options.random() < fault.share),
    );
  }
}

const ended = (outcome: Outcome, deployment?: string): Played => ({
  outcome,
  ...(deployment === undefined ? {} : { deployment }),
  done: () => {},
});

function answerOf(
  operation: Operation,
  inference: Inference,
): { readonly answer: Answer; readonly output: number; readonly stored?: StoredResponse } {
  switch (operation) {
    case "chat":
      return chatAnswer(inference);
    case "completion":
      return completionAnswer(inference);
    case "embedding":
      return { answer: embeddingAnswer(inference), output: 0 };
    case "response":
      return responseAnswer(inference);
  }
}

function withHeaders(outcome: Outcome, { region }: LocalAccount, id: string): Outcome {
  if (typeof outcome === "string") return outcome;
  const headers = { ...outcome.headers, "apim-request-id": id, "x-ms-region": region };
  return { ...outcome, headers };
}
