import type { Route } from "../../src/gateway/router";
import type { Subscription } from "../../src/resources/configuration";

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
