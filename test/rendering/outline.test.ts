import { readFileSync } from "node:fs";
import { join } from "node:path";
import { outline } from "../../infra/rendering/outline";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { root, stack } from "./fleets";

describe.each(["dev", "prod"])("the outline of %s", (name) => {
  const { topology, plan } = stack(name);
  const policies = renderPolicies(topology, plan);

  test("is the approved one (npm run golden writes it)", () => {
    expect(outline(policies, plan)).toBe(
      readFileSync(join(root, `test/rendering/outlines/${name}.txt`), "utf8"),
    );
  });

  test("names every fragment and pool, has at most 120 characters a line, and changes with any text", () => {
    const text = outline(policies, plan);
    for (const { id } of [...policies.fragments, ...plan.pools])
      expect(text).toMatch(new RegExp(`^  ${id}[ :]`, "m"));
    expect(text.split("\n").filter((line) => line.length > 120)).toEqual([]);
    const [first, ...others] = policies.apis;
    if (first === undefined) throw new Error("There is no API.");
    const changed = { ...policies, apis: [{ ...first, xml: first.xml.replace("429", "429 ") }, ...others] };
    expect(outline(changed, plan)).not.toBe(text);
  });
});
