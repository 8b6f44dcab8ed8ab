import { subscriptionOf } from "../../infra/components/hub";
import { withSuffix } from "../../infra/components/suffix";

test("the suffix is filled in wherever its placeholder stands", () => {
  expect(withSuffix("https://oai-prod-{suffix}.openai.azure.com/{suffix}", "x7k2p")).toBe(
    "https://oai-prod-x7k2p.openai.azure.com/x7k2p",
  );
});

test("a text without placeholder stays as it is, and a suffix is never read as a pattern", () => {
  expect(withSuffix("oai-prod", "x7k2p")).toBe("oai-prod");
  expect(withSuffix("oai-{suffix}", "$&")).toBe("oai-$&");
});

test("the subscription is read from a resource id", () => {
  expect(subscriptionOf("/subscriptions/1234/resourceGroups/rg")).toBe("1234");
});
