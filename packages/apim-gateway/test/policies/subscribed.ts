import type { RequestRoute } from "../../src/apis/route";
import type { Subscription } from "../../src/resources/configuration";

/** A request of an active subscription. */
export const subscribed = (id = "team-a", user?: Subscription["user"]): Partial<RequestRoute> => ({
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
