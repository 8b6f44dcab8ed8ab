import { type BackendScript, backend, backendOrFunction } from "./backendShape";
import { methods } from "./callShape";
import { field, object, type PlacedFields, required } from "./objectShape";
import {
  anything,
  type JsonSchema,
  list,
  type NamedEntry,
  named,
  parsed,
  text,
  whole,
  word,
  type YamlShape,
} from "./shape";
import { expectation, type ScenarioStep, send, step } from "./stepShape";

const urlTemplate = parsed(
  "a URL template that begins with `/`, as in `/orders/{id}`",
  (written) => (/^\/[^\s?]*$/.test(written) ? written : undefined),
  { type: "string", pattern: "^/" },
);

const fields = (backends: YamlShape<BackendScript>) => ({
  scenario: required(text("a sentence"), "What is true, as a sentence."),
  todo: field(text("a reason"), "Why it is not run yet: it is shown as skipped."),
  policy: field(
    text("a file"),
    "The policy that runs alone, beside this file; fragments and named values of the folder come along.",
  ),
  resources: field(
    text("a folder"),
    "The folder of resources that runs as a whole: APIs, products, backends.",
  ),
  service: field(
    text("the name of a service"),
    "Which API Management service, where the folder holds several.",
  ),
  section: field(word("inbound", "backend", "outbound", "on-error"), "Only this section of the policy runs."),
  fragment: field(text("a fragment"), "Only this fragment runs, in inbound."),
  operation: field(
    urlTemplate,
    "URL template of the operation that the policy is of, as in `/orders/{id}`: its parameters are matched.",
  ),
  namedValues: field(named(text(), "values by name"), "Named values, in place of the folder's."),
  backends: field(named(backends, "answers by backend"), "What backends answer, by name or by URL."),
  token: field(
    named(anything, "claims by name"),
    "Claims of a token of the local tenant, which each request carries as `Authorization: Bearer`.",
  ),
  settings: field(
    named(text(), "settings by name"),
    "Settings that it runs under; `apim-gateway settings` lists them.",
  ),
  seed: field(whole(0, 2 ** 31), "Where chance begins; 1 where it is left out."),
  send: required(send, "What the caller sends."),
  expect: field(expectation, "What must be true then."),
  // biome-ignore lint/suspicious/noThenProperty: it is a key of the format, and nobody awaits it
  then: field(list(step, "a list of steps"), "Further steps, in order; the gateway keeps its state."),
});

type ScenarioParts = PlacedFields<ReturnType<typeof fields>>;

/** One scenario, read. */
export interface Scenario {
  readonly name: string;
  readonly parts: Omit<ScenarioParts, "send" | "expect" | "then" | "scenario">;
  readonly backends: readonly NamedEntry<BackendScript>[];
  readonly steps: readonly ScenarioStep[];
}

const shapeWith = (backends: YamlShape<BackendScript>): YamlShape<ScenarioParts> =>
  object(fields(backends), {
    what: "a scenario",
    example: "scenario: what is true",
    instead: {
      name: "Write `scenario`: what is true, as a sentence.",
      ...Object.fromEntries(methods.map((key) => [key, "It belongs in `send`."])),
      ...Object.fromEntries(
        ["status", "calls", "within", "share", "breakers", "counters"].map((key) => [
          key,
          "It belongs in `expect`.",
        ]),
      ),
    },
    also: { anyOf: [{ required: ["expect"] }, { required: ["then"] }, { required: ["todo"] }] },
    check({ places, offset, fragment, todo, expect, then = [] }, report) {
      if (todo === undefined && expect === undefined && then.every((each) => each.expect === undefined))
        report(
          places.send ?? offset,
          "nothing is expected, so this would pass whatever the policy does: say what must be true, as in `expect: { status: 200 }`, or why not yet: `todo: why`.",
        );
      const alone = ["policy", "resources", "fragment"].filter((name) => name in places);
      if (alone.length === 0)
        report(
          offset,
          "a scenario says what runs: `policy: policy.xml`, `fragment: name`, or `resources: .` for a whole folder.",
        );
      if ("section" in places && !("policy" in places))
        report(places.section as number, "`section` is a part of `policy`, and there is none.");
      if ("operation" in places && "resources" in places && !("policy" in places) && fragment === undefined)
        report(
          places.operation as number,
          "`operation` is for a policy alone: the folder has its own operations.",
        );
      if (fragment !== undefined && "policy" in places)
        report(places.fragment as number, "`fragment` and `policy` exclude each other: keep one.");
    },
  });

/** A file. */
export const scenarioShape = shapeWith(backend);
/** What a program gives: backends may be functions. */
export const definedShape = shapeWith(backendOrFunction);

export function scenarioOf(read: ScenarioParts): Scenario {
  const { scenario = "", send: sent, expect, then = [], ...parts } = read;
  const first = { send: sent as ScenarioStep["send"], expect };
  return { name: scenario, parts, backends: read.backends ?? [], steps: [first, ...then] };
}

/** For editors: completes and checks `*.scenario.yaml`. */
export const scenarioSchema = (): JsonSchema => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "A scenario of apim-gateway",
  description:
    "What a policy of Azure API Management does: requests, what backends answer, and what must be true.",
  ...scenarioShape.schema,
});
