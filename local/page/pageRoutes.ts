import type { ControlRoute } from "../control/controlRoute";
import type { LivePage } from "./livePage";
import { siteRoutes } from "./siteFiles";

/** The page, its events, and the policies that it shows. */
export function pageRoutes(page: LivePage, policies: ReadonlyMap<string, string>): ControlRoute[] {
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
    {
      method: "GET",
      path: "/policy",
      answer({ query }) {
        const text = policies.get(query.get("name") ?? "");
        return text === undefined
          ? { status: 404, json: { error: "There is no such policy." } }
          : { type: "text/plain; charset=utf-8", bytes: text };
      },
    },
  ];
}
