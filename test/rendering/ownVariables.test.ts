import { isOwnVariable, ownVariables } from "../../infra/rendering/ownVariables";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { rendered } from "./fleets";

const documents = ["dev", "prod"].flatMap((name) => [...policyFiles(rendered(name)).values()]);

test("every variable that the rendered policies write is known as ours", () => {
  const written = documents.flatMap((xml) =>
    [...xml.matchAll(/(?:<set-variable name|variable-name)="([^"]+)"/g)].map(([, name = ""]) => name),
  );
  expect(written.length).toBeGreaterThan(200);
  expect([...new Set(written)].filter((name) => !isOwnVariable(name))).toEqual([]);
  expect(isOwnVariable("company-department")).toBe(false);
  expect(ownVariables().size).toBeGreaterThan(50);
});

test("every policy of ours that may refuse a request says that it is ours, so that it is not taken for another's", () => {
  const refusing = documents.flatMap((xml) => [
    ...xml.matchAll(
      /<(?:[a-z-]*token-limit|rate-limit|rate-limit-by-key|quota|quota-by-key|validate-[a-z-]+)\b[^>]*>/g,
    ),
  ]);
  expect(refusing.length).toBeGreaterThan(3);
  expect(refusing.map(([tag]) => tag).filter((tag) => !/ id="fleet-[a-z-]+"/.test(tag))).toEqual([]);
});
