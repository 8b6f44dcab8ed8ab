import { reviewTopologies } from "../../infra/review/reviewTopologies";

import { parseTopology } from "../../infra/topology/parse";
import type { Topology } from "../../infra/topology/topology";
import { after, fleetYaml, reviewEdits } from "./edits";

const read = (text: string): Topology => {
  const checked = parseTopology(text, "stacks/prod.yaml");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.value;
};
const before = read(fleetYaml);

describe("the table of settings", () => {
  test.each(reviewEdits.map((edit) => [edit.name, edit] as const))("judges %s", (_, edit) => {
    const told = reviewTopologies(before, read(after(edit)));
    expect(told[0]?.level ?? "fine").toBe(edit.level);
    expect(told.filter(({ text }) => text === undefined)).toEqual([]);
  });
});
