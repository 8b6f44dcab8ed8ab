import type { ControlRoute } from "../control/controlRoute";
import type { FleetSeen } from "./fleetSeen";
import type { LivePage } from "./livePage";
import { siteRoutes } from "./siteFiles";

/** The page, its events, the policies that it shows, and who was called and who answered since the fleet runs. */
export function pageRoutes(page: LivePage, seen: FleetSeen): ControlRoute[] {
  return [
    ...siteRoutes(),
    {
      method: "GET",
      path: "/events",
      answer: () => ({
        events(send) {
          send(page.snapshot());
          return page.listen(send);
        },
      }),
    },
    { method: "GET", path: "/called", answer: () => ({ status: 200, json: seen.calledEver() }) },
    { method: "GET", path: "/answers", answer: () => ({ status: 200, json: seen.answersEver() }) },
    {
      method: "GET",
      path: "/policy",
      answer({ query }) {
        const text = page.policy(query.get("name") ?? "");
        return text === undefined
          ? { status: 404, json: { error: "There is no such policy." } }
          : { type: "text/plain; charset=utf-8", bytes: text };
      },
    },
  ];
}
