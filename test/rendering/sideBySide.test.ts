import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { base, edited } from "../topology/fixture";
import { fleetOf } from "./fleets";

/** The route's fragment while the region on the second place has another model. */
function route(model: string, elsewhere: string): string {
  const text = edited(
    base,
    ['gpt-5.4: { version: "2026-03-05", ptu: DataZoneProvisionedManaged,', `chat: { ${model},`],
    ["gpt-5.4: { ptu: 15, payg: 50 }", "chat: { payg: 50 }"],
    ["gpt-5.4: { payg: 50 }", `chat: { payg: 50${elsewhere} }`],
  );
  const { topology, plan } = fleetOf(text);
  const fragment = renderPolicies(topology, plan).fragments.find(({ id }) => id === "aoai-route-chat");
  return fragment?.xml ?? "";
}

test("an attempt may take what the slower of two models needs that answer for one name", () => {
  const [plain, thinking] = ['name: gpt-4.1, version: "2025-04-14"', 'name: gpt-5.4, version: "2026-03-05"'];
  const alone = route(plain, "");
  const mixed = route(plain, `, ${thinking}`);
  expect(alone).not.toBe("");
  expect(mixed).not.toBe(alone);
  expect(mixed).toBe(route(thinking, ""));
});
