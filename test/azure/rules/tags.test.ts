import { account, backend, deployment, GROUP, group, incorrect, service, TestAzure } from "../testAzure";

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, "x"]));
const ZONE = `${GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`;

test("a resource has at most 50 tags, a private DNS zone 15", async () => {
  const azure = await new TestAzure().given(group);
  expect(await azure.put(ZONE, { location: "global", tags: numbered(15) })).toBeUndefined();
  expect(await azure.put(ZONE, { location: "global", tags: numbered(16) })).toEqual({
    status: 400,
    code: "InvalidTagCount",
    message: "'privatelink.openai.azure.com' has 16 tags; at most 15 are allowed.",
  });
  expect(await azure.put(GROUP, { location: "eastus2", tags: numbered(50) })).toBeUndefined();
  expect((await azure.put(GROUP, { location: "eastus2", tags: numbered(51) }))?.code).toBe("InvalidTagCount");
});

test.each([
  ["a<b", "x", "InvalidTagNameCharacters"],
  ["a\nb", "x", "InvalidTagNameCharacters"],
  ["MicrosoftTeam", "x", "ReservedTagName"],
  ["a", "x\ny", "InvalidTagValue"],
  ["a", "x".repeat(257), "InvalidTagValue"],
  ["a", "x".repeat(256), undefined],
])("the tag %j: %j is answered as Azure does", async (name, value, code) => {
  const azure = new TestAzure();
  expect((await azure.put(GROUP, { location: "eastus2", tags: { [name]: value } }))?.code).toBe(code);
});

test("a breaker's times are longer than nothing", async () => {
  const azure = await new TestAzure().given(group, service);
  const breaker = (tripDuration: string) => ({
    circuitBreaker: {
      rules: [
        {
          name: "r",
          tripDuration,
          failureCondition: { count: 1, interval: "PT10S", statusCodeRanges: [{ min: 429, max: 429 }] },
        },
      ],
    },
  });
  expect(await azure.put(...backend("b", breaker("PT0H0S")))).toEqual(
    incorrect("The tripDuration of a circuit breaker rule should be longer than nothing, got 'PT0H0S'."),
  );
  expect(await azure.put(...backend("b", breaker("PT1S")))).toBeUndefined();
});

test("the account where a model was trained is named by its id", async () => {
  const azure = await new TestAzure().given(group, account);
  const from = (sourceAccount: string) => ({
    model: { format: "OpenAI", name: "gpt-4.1-mini.ft-1", version: "1", sourceAccount },
  });
  expect(await azure.put(...deployment("d", "Standard", 1, from("oai-other")))).toEqual({
    status: 400,
    code: "InvalidResourceProperties",
    message: "The sourceAccount 'oai-other' of deployment 'd' is not the id of an account.",
  });
});
