import { Liquid, type Template } from "liquidjs";
import { filters } from "./filters";

/** Tags that would read other templates. There are none here. */
const withoutFiles = ["include", "render", "layout", "block"];

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    templates: {},
    parseLimit: 1_000_000,
    memoryLimit: 50_000_000,
  });
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name);
  for (const [name, filter] of Object.entries(filters)) liquid.registerFilter(name, filter);
  for (const name of withoutFiles) delete liquid.tags[name];
  return liquid;
}

/** A template that can be rendered any number of times. @throws Error that says what is wrong with it */
export function parseTemplate(source: string): (scope: object) => string {
  const parsed: Template[] = engine.parse(decodeInside(source));
  return (scope) => String(engine.renderSync(parsed, scope, { templateLimit: 1_000_000 }));
}

const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

/** In markup, the quotes of a filter's argument may be entities. */
function decodeInside(source: string): string {
  return source.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, (part) =>
    part.replace(/&(quot|apos|lt|gt|amp);/g, (_, name: string) => entities[name] as string),
  );
}
