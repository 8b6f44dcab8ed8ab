import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { planRouting } from "../../infra/routing/planRouting";
import { parseTopology } from "../../infra/topology/parse";
import { plainPolicies } from "./plainPolicies";
import { type Recorded, type Recording, record } from "./recorder";

/** The fleet of a topology file, from its text, with everything derived from it. */
export function fleetOf(yaml: string, file = "test.yaml", render: typeof renderPolicies = plainPolicies) {
  const checked = parseTopology(yaml, file);
  if (!checked.ok) throw new Error(checked.problems.map((problem) => problem.message).join("\n"));
  const topology = checked.value;
  const plan = planRouting(topology);
  return { topology, plan, policies: render(topology, plan) };
}

/** `dev` or `prod`: the stacks that everyone starts from. */
export const stackFile = (name: string) =>
  readFileSync(join(__dirname, "../../stacks", `${name}.yaml`), "utf8");

/** Records a fleet; `edit` changes the text of the stack, and must change it. */
export async function recordStack(
  name: string,
  edit: (yaml: string) => string = (yaml) => yaml,
  options?: Parameters<typeof record>[1],
): Promise<Recording> {
  return record(fleetOf(edit(stackFile(name)), `stacks/${name}.yaml`), options);
}

/** Replaces a part of a text that is there exactly once. */
export function replaced(text: string, part: string, by: string): string {
  if (text.split(part).length !== 2) throw new Error(`\`${part}\` is not there exactly once.`);
  return text.replace(part, () => by);
}

/** The resource of this type and name. */
export function getResource(recording: Recording, type: string, name: string): Recorded {
  const [found, ...more] = ofType(recording, type).filter((resource) => resource.name === name);
  if (found === undefined || more.length > 0)
    throw new Error(`${1 + more.length} resources ${type} \`${name}\`.`);
  return found;
}

/** Resources whose type ends with `:<type>`, by name. */
export function ofType(recording: Recording, type: string): Recorded[] {
  return recording.resources
    .filter((resource) => resource.type.endsWith(`:${type}`))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Records a stack as it would be deployed, with the policies of its own. */
export async function recordDeployed(
  name: string,
  options?: Parameters<typeof record>[1],
): Promise<Recording> {
  return record(fleetOf(stackFile(name), `stacks/${name}.yaml`, renderPolicies), options);
}
