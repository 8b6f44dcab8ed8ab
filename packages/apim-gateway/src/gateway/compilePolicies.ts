import { backendNames } from "../backends/readBackends";
import type { CompiledScope } from "../pipeline/compiledScope";
import { Documents } from "../pipeline/documents";
import { expressionStyle } from "../pipeline/expressionStyle";
import { Expressions } from "../pipeline/expressions";
import { VariableNames } from "../pipeline/variables";
import { policyDefinitions } from "../policies/families";
import type { GatewayProblem } from "../ports/problem";
import type { Api, ApiOperation, Configuration, PolicySource, Product } from "../resources/configuration";
import type { GatewaySettings } from "../settings/catalogue";
import { namedValueIn } from "../xml/namedValues";
import type { Scope } from "../xml/policyTable/rules";

/** What a service without a policy of its own does. */
const defaultPolicy: PolicySource = {
  file: "(the default policy)",
  format: "xml",
  text: "<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>",
};

/** The policies of a configuration, ready to run. */
export interface CompiledPolicies {
  /** The places of what they set: whatever runs them knows them by these. */
  readonly variableNames: VariableNames;
  /** Documents that apply to a request, the most specific first. */
  scopesFor(api?: Api, operation?: ApiOperation, product?: Product): readonly CompiledScope[];
}

export interface CompilePoliciesOptions {
  readonly settings: GatewaySettings;
  /** Refuses policies that this gateway does not execute at load, and those that name what is not there. */
  readonly strict: boolean;
  /** Loads what API Management would refuse at save, and tells of it. @default false */
  readonly lenient?: boolean;
}

/**
 * Compiles every policy of a configuration. Policies are usable only when no problem is an error.
 *
 * @throws Error when it is to be strict and lenient, and for nothing else
 */
export function compilePolicies(
  configuration: Configuration,
  { settings, strict, lenient = false }: CompilePoliciesOptions,
): { readonly policies: CompiledPolicies; readonly problems: readonly GatewayProblem[] } {
  if (strict && lenient) throw new Error("`strict` and `lenient` exclude each other.");
  const problems = new Map<string, GatewayProblem>();
  const documents = new Documents({
    definitions: policyDefinitions,
    fragments: configuration.fragments,
    namedValues: (name) => {
      const found = namedValueIn(configuration.namedValues, name);
      if (found === undefined || found.name === name) return found?.value;
      return settings.namedValueCase === "ignored" ? { ...found.value, called: found.name } : undefined;
    },
    namedValueNames: () => configuration.namedValues.keys(),
    elsewhere: (!strict && configuration.elsewhere) || new Set(),
    gateway: configuration.service.gateway,
    loggers: configuration.loggers,
    backends: backendNames(configuration.backends),
    settings,
    expressions: new Expressions({
      singleQuotes: settings.singleQuotes,
      objectEquals: settings.objectEquals,
      style: expressionStyle(settings),
      missingVariable: settings.missingVariable,
      missingHeader: settings.missingHeader,
    }),
    strict,
    lenient,
    // A fragment is compiled for each section that includes it, and its mistakes are told once.
    report: (problem) => problems.set(JSON.stringify(problem), problem),
  });
  const compiled = new Map<PolicySource, CompiledScope | undefined>();
  const compile = (source: PolicySource | undefined, scope: Scope) => {
    if (source !== undefined && !compiled.has(source)) compiled.set(source, documents.scope(source, scope));
  };
  compile(configuration.policy ?? defaultPolicy, "global");
  for (const product of configuration.products) compile(product.policy, "product");
  for (const api of configuration.apis) {
    compile(api.policy, "api");
    for (const operation of api.operations) compile(operation.policy, "operation");
  }
  for (const id of configuration.fragments.keys()) documents.unusedFragment(id);
  const found = [...problems.values()].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
  return { policies: new Scopes(configuration.policy ?? defaultPolicy, compiled), problems: found };
}

const none = {};

function within<T>(maps: Map<object, Map<object, T>>, key: object): Map<object, T> {
  let found = maps.get(key);
  if (found === undefined) {
    found = new Map();
    maps.set(key, found);
  }
  return found;
}

class Scopes implements CompiledPolicies {
  readonly variableNames = new VariableNames();
  /** By API, operation and product themselves: a text of their ids would have to be made for each request. */
  private readonly chains = new Map<object, Map<object, Map<object, readonly CompiledScope[]>>>();

  constructor(
    private readonly global: PolicySource,
    private readonly compiled: ReadonlyMap<PolicySource, CompiledScope | undefined>,
  ) {}

  scopesFor(api?: Api, operation?: ApiOperation, product?: Product): readonly CompiledScope[] {
    const ofProducts = within(within(this.chains, api ?? none), operation ?? none);
    let chain = ofProducts.get(product ?? none);
    if (chain === undefined) {
      chain = [operation?.policy, api?.policy, product?.policy, this.global].flatMap((source) =>
        source === undefined ? [] : (this.compiled.get(source) ?? []),
      );
      ofProducts.set(product ?? none, chain);
    }
    return chain;
  }
}
