import {
  decideModel,
  declared,
  declaredDeployments,
  mayBeMoved,
  movedText,
} from "../../infra/components/deploymentModels";
import { parseTopology } from "../../infra/topology/parse";
import type { Account, Deployment } from "../../infra/topology/topology";
import { base, edited } from "../topology/fixture";

const fleet = (text: string) => {
  const checked = parseTopology(text, "stacks/test.yaml");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.value;
};
const topology = fleet(base);
const account = topology.accounts.find(({ key }) => key === "swedencentral") as Account;
const of = (name: string) => account.deployments.find((each) => each.name === name) as Deployment;
const payg = of("gpt-5.4-payg");
const wish = { name: "gpt-5.4", version: "2026-03-05" };
const newer = { name: "gpt-5.5", version: "2026-04-24" };
const same = declared(payg);
const larger = { ...payg, capacity: 60 };
const other = { ...payg, modelName: "gpt-5.2", modelVersion: "2025-12-11" };

test.each([
  [
    "a deployment that the last update did not have is written as the file says",
    payg,
    undefined,
    undefined,
    wish,
    false,
  ],
  ["one of which nothing changed is left alone, whatever Azure has", payg, same, newer, wish, true],
  ["one of which nothing changed is left alone, and nobody needs to ask", payg, same, undefined, wish, true],
  ["another change is written with the model that Azure has", larger, same, newer, newer, false],
  ["another change is written with the file's model where Azure has it", larger, same, wish, wish, false],
  [
    "another change is written with the file's model where Azure cannot say",
    larger,
    same,
    undefined,
    wish,
    false,
  ],
  [
    "another model in the file is written, wherever Azure has moved it",
    other,
    same,
    newer,
    { name: "gpt-5.2", version: "2025-12-11" },
    false,
  ],
] as const)("%s", (_, deployment, last, current, model, ignore) => {
  const decision = decideModel(deployment, last, current);
  expect([decision.model, decision.ignore]).toEqual([model, ignore]);
});

test("a move is told where there is one, and not where the file asks for another model", () => {
  expect(decideModel(payg, same, newer).moved).toEqual(newer);
  expect(decideModel(payg, same, wish).moved).toBeUndefined();
  expect(decideModel(other, same, newer).moved).toBeUndefined();
});

test("Azure moves PAYG that allows it: never PTU, never a fine-tuned model, never what is not ours", () => {
  const tuned = topology.accounts.find(({ fineTuned }) => fineTuned) as Account;
  expect([
    mayBeMoved(account, payg),
    mayBeMoved(account, of("gpt-5.4-ptu")),
    mayBeMoved(account, { ...payg, versionUpgrade: "NoAutoUpgrade" }),
    mayBeMoved(account, { ...payg, existing: true }),
    mayBeMoved(tuned, tuned.deployments[0] as Deployment),
  ]).toEqual([true, false, false, false, false]);
});

test("what was declared is one line for each of them, the model first", () => {
  expect(declaredDeployments(topology)).toEqual({
    "eastus2/gpt-5.4-payg": "gpt-5.4 2026-03-05: DataZoneStandard 50 OnceCurrentVersionExpired",
    "swedencentral/gpt-5.4-payg": "gpt-5.4 2026-03-05: DataZoneStandard 50 OnceCurrentVersionExpired",
    "swedencentral/text-embedding-3-large-payg":
      "text-embedding-3-large 1: Standard 50 OnceCurrentVersionExpired",
  });
  const filtered = fleet(
    edited(base, ['"1", payg: Standard }', '"1", payg: Standard, raiPolicy: Microsoft.Default }']),
  );
  expect(declaredDeployments(filtered)["swedencentral/text-embedding-3-large-payg"]).toBe(
    "text-embedding-3-large 1: Standard 50 OnceCurrentVersionExpired Microsoft.Default",
  );
});

test("the text says what to write, and that PTU stays", () => {
  expect(movedText(account, payg, { ...wish, version: "2026-12-01" })).toBe(
    'Azure has upgraded gpt-5.4-payg in swedencentral from gpt-5.4 2026-03-05 to gpt-5.4 2026-12-01, as `versionUpgrade` allows; it is left there. Write `version: "2026-12-01"` for `gpt-5.4` in the file when all regions have it. The PTU deployment beside it stays at 2026-03-05: Azure never moves PTU.',
  );
});
