import fc from "fast-check";
import { mask } from "../../../cli/comment/mask";

const ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const KEY = "0123456789abcdef0123456789abcdef";

describe("masking", () => {
  it.each([
    [
      `/subscriptions/${ID}/resourceGroups/rg-aoai-prod-hub`,
      "/subscriptions/‹id›/resourceGroups/rg-aoai-prod-hub",
    ],
    [`tenantId: "${ID.toUpperCase()}"`, 'tenantId: "‹id›"'],
    [`  + value: "${KEY}"`, '  + value: "‹masked›"'],
    ['"primaryKey": "abc"', '"primaryKey": "‹masked›"'],
    ['clientSecret: "p~8Q"', 'clientSecret: "‹masked›"'],
    ['"primaryKey": "[secret]"', '"primaryKey": "[secret]"'],
    [`InstrumentationKey=${ID};IngestionEndpoint=x`, "InstrumentationKey=‹masked›;IngestionEndpoint=x"],
    ["AccountName=a;AccountKey=Zm9v/YmFy+Zm9vYmFyZm9vYmFy==;x", "AccountName=a;AccountKey=‹masked›;x"],
    ["?sv=1&sig=ab%2Fcd&se=2", "?sv=1&sig=‹masked›&se=2"],
    ["Authorization: Bearer abcdefgh12345", "Authorization: Bearer ‹masked›"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-d", "‹masked›"],
    ["-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nrest", "‹masked›\nrest"],
    [`\u001b[32m${KEY.slice(0, 16)}\u001b[0m${KEY.slice(16)}`, "‹masked›"],
  ])("hides what is in %j", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    "aoai-text-embedding-3-large-eu-payg-pool-v1",
    "urn:pulumi:prod::aoai-fleet::aoai-fleet:index:Fleet$azure-native:cognitiveservices:Deployment::gpt-5.4-ptu",
    "https://oai-aoai-prod-use2-x7k2p.openai.azure.com/openai/deployments/gpt-5.4-ptu",
    "  ~ capacity: 50 => 100",
    "tokensPerMinute: 200000",
  ])("leaves %j as it is", (text) => {
    expect(mask(text)).toBe(text);
  });

  it("hides a token behind a name, and reads long lines of what only begins like one", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-d";
    expect(mask(`my-token-${token}`)).toBe("my-token-‹masked›");
    const like = "eyJhbGciOiJI-".repeat(20_000);
    expect(mask(like)).toBe(like);
    const digits = "z/".repeat(100_000);
    expect(mask(`${digits} ${digits}=`)).toBe(`${digits} ‹masked›`);
  });

  it("lets no subscription id and no key through, wherever it stands", () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), fc.string(), (before, id, after) => {
        const text = mask(`${before} ${id} ${after}`);
        expect(text.includes(id)).toBe(false);
      }),
    );
  });

  it("changes nothing when it is done twice", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(mask(mask(text))).toBe(mask(text));
      }),
    );
  });
});
