import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Configuration, loadConfiguration } from "apim-gateway";
import { RequestSlices } from "../../local/accounts/admission/requestSlices";
import type { LoadOptions } from "../../local/simulation/load";

/** The smallest router there is: account `one`, and after a refusal account `two`. */
export function twoAccounts(): Configuration {
  const dir = mkdtempSync(join(tmpdir(), "fleet-two-"));
  writeFileSync(
    join(dir, "policy.xml"),
    `<policies>
  <inbound><base /><set-variable name="n" value="@(0)" /></inbound>
  <backend>
    <retry condition='@((int)context.Variables["n"] &lt; 2 &amp;&amp; (context.Response == null || context.Response.StatusCode >= 400))' count="1" interval="0">
      <set-variable name="n" value='@((int)context.Variables["n"] + 1)' />
      <set-backend-service base-url='@((int)context.Variables["n"] == 1 ? "https://one.example" : "https://two.example")' />
      <forward-request timeout="20" buffer-request-body="true" />
    </retry>
  </backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`,
  );
  const { configuration, problems } = loadConfiguration(dir);
  rmSync(dir, { recursive: true });
  if (configuration === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return configuration;
}

/** Room for everybody. */
export const roomy = () => new RequestSlices({ rate: 1e6, sliceSeconds: 1 });

export const onTwoAccounts = (): LoadOptions => ({
  configuration: twoAccounts(),
  surface: "azure",
  model: "m",
  key: "k",
  rate: 10,
  seconds: 30,
  seed: 1,
  admission: roomy,
  settings: { silenceResponse: "null" },
});
