import { UNKNOWN } from "../../../local/azure/provider/wire";
import { ACC, account, type Provider, startProvider } from "./testProvider";

let provider: Provider;
let client: Provider["client"];

async function start(options: Parameters<typeof startProvider>[0] = {}): Promise<void> {
  provider = await startProvider(options);
  ({ client } = provider);
}
beforeEach(() => start());
afterEach(() => provider.stop());

describe("Check", () => {
  test("gives a name where there is none, the same for the same seed, and keeps the old one", async () => {
    const { accountName, ...nameless } = account;
    const first = await client.check(ACC, nameless);
    expect(first.inputs.accountName).toMatch(/^it[0-9a-f]{8}$/);
    expect((await client.check(ACC, nameless)).inputs.accountName).toBe(first.inputs.accountName);
    expect((await client.check(ACC, nameless, { accountName: "old" })).inputs.accountName).toBe("old");
  });

  test("names a fragment as the program does, because the SDKs drop its input `id`", async () => {
    const fragment = { resourceGroupName: "rg", serviceName: "apim", value: "<fragment />" };
    expect(
      (await client.check("azure-native:apimanagement:PolicyFragment", fragment, {}, "aoai-begin")).inputs.id,
    ).toBe("aoai-begin");
  });

  test("refuses every wrong input at its path, with what was meant", async () => {
    const wrong = {
      ...account,
      accountName: "a/b",
      sku: { nam: "S0" },
      properties: { disableLocalAuth: "yes", customSubdomainName: "x" },
      tags: { a: 1 },
    };
    expect((await client.check(ACC, wrong)).failures).toEqual([
      "properties.customSubdomainName: the package declares no `customSubdomainName` here and would drop it in silence. Did you mean `customSubDomainName`?",
      "properties.disableLocalAuth: must be a boolean, got `yes`",
      "sku.nam: the package declares no `nam` here and would drop it in silence. Did you mean `name`?",
      "sku.name: `name` is required",
      "tags.a: must be a text, got `1`",
      "accountName: `a/b` can be no part of a resource id",
    ]);
  });

  test("judges no value that is not known yet", async () => {
    expect(
      (await client.check(ACC, { ...account, sku: UNKNOWN, properties: { disableLocalAuth: UNKNOWN } }))
        .failures,
    ).toEqual([]);
  });

  test("refuses a type that it does not know, and says what to do", async () => {
    expect((await client.check("azure-native:apimanagement:Gateway", {})).failures).toEqual([
      expect.stringMatching(
        /^: the local Azure has no `azure-native:apimanagement:Gateway`\. Of `azure-native:apimanagement` it has: .*Backend.*\. Add a row to the table in local\/azure\/types\/, or use `azure-native:resources:Resource`, which takes any type\.$/,
      ),
    ]);
  });
});
