import { Context, Liquid, type Template } from "liquidjs";
import { filters } from "./filters";

/** Tags that would read other templates. There are none here. */
const withoutFiles = ["include", "render", "layout", "block"];

/** What one rendering may use: pieces of the template rendered, and elements made. */
const stepLimit = 500_000;
const memoryLimit = 20_000_000;

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    templates: {},
    parseLimit: 1_000_000,
    memoryLimit,
  });
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name);
  for (const [name, filter] of Object.entries(filters)) liquid.registerFilter(name, filter);
  for (const name of withoutFiles) delete liquid.tags[name];
  return liquid;
}

/** A template that can be rendered any number of times. @throws Error that says what is wrong with it */
export function parseTemplate(source: string): (scope: object) => string {
  const parsed: Template[] = engine.parse(decodeInside(source));
  return (scope) => {
    const context = new Context(scope, engine.options, { sync: true, memoryLimit });
    let steps = 0;
    // The library limits the time by the clock on the wall; counting gives the same result each time.
    context.renderLimit.check = () => {
      steps += 1;
      if (steps > stepLimit) throw new Error(`The template takes more than ${stepLimit} steps.`);
    };
    return String(engine.renderSync(parsed, context));
  };
}

const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

/** In markup, the quotes of a filter's argument may be entities. */
function decodeInside(source: string): string {
  return source.replace(/\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)/g, (part) =>
    part.replace(/&(quot|apos|lt|gt|amp);/g, (_, name: string) => entities[name] as string),
  );
}
