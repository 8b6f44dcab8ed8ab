import type { Subscription } from "../../../local/gateway/resources/configuration";
import type { Route } from "../../../local/gateway/router";

/** A request of an active subscription. */
export const subscribed = (id = "team-a", user?: Subscription["user"]): Partial<Route> => ({
  subscription: {
    id,
    displayName: id,
    state: "active",
    scope: { kind: "all" },
    primaryKey: undefined,
    secondaryKey: undefined,
    allowTracing: false,
    user,
  },
});
