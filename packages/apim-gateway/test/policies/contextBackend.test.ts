import { policyGateway } from "./policyGateway";

const single = (name: string, azureRegion?: string) => ({
  name,
  properties: { url: `https://${name}.example`, protocol: "http", ...(azureRegion && { azureRegion }) },
});
const backends = [
  single("east", "eastus"),
  single("west"),
  {
    name: "pool",
    properties: {
      type: "Pool",
      pool: {
        services: [
          { id: "/backends/east", priority: 1 },
          { id: "/backends/west", priority: 2 },
        ],
      },
    },
  },
];
const told = (name: string) =>
  `<set-header name="${name}" exists-action="append"><value>@(context.Backend == null ? "none" : $"{context.Backend.Id} {context.Backend.Type} {context.Backend.AzureRegion ?? "-"}")</value></set-header>`;
const inbound = `<base />${told("x-first")}<set-backend-service backend-id="POOL" />${told("x-chosen")}`;
const outbound = `<base />${told("x-called")}`;

describe("context.Backend", () => {
  test("is what was chosen, and then the member that was called", async () => {
    const { send, calls } = policyGateway({ backends, inbound, outbound });
    const answer = await send();
    expect(calls[0]?.headers.get("x-first")).toBe("none");
    expect(calls[0]?.headers.get("x-chosen")).toBe("pool Pool -");
    expect(answer.headers.get("x-called")).toBe("east Single eastus");
  });

  test("stays the pool, if the setting says so", async () => {
    const settings = { contextBackend: "selected" };
    const answer = await policyGateway({ backends, inbound, outbound, settings }).send();
    expect(answer.headers.get("x-called")).toBe("pool Pool -");
  });

  test("is what was chosen anew between attempts", async () => {
    const { send, calls } = policyGateway({
      backends,
      inbound: '<base /><set-backend-service backend-id="east" />',
      backend: `<retry condition="@(context.Response.StatusCode == 429)" count="1" interval="0">
        <choose><when condition="@(context.Response != null &amp;&amp; context.Response.StatusCode == 429)">
          <set-backend-service backend-id="west" /></when></choose>
        ${told("x-seen")}<forward-request /></retry>`,
      outbound,
      serve: (_, n) => ({ status: n === 1 ? 429 : 200 }),
    });
    const answer = await send();
    expect(calls.map(({ url }) => new URL(url).hostname)).toEqual(["east.example", "west.example"]);
    expect(calls[1]?.headers.get("x-seen")).toContain("west Single -");
    expect(answer.headers.get("x-called")).toBe("west Single -");
  });

  test("is null where an address was chosen, and where no backend has that name", async () => {
    const elsewhere = '<base /><set-backend-service base-url="https://else.example" />';
    const answer = await policyGateway({ backends, inbound: elsewhere, outbound }).send();
    expect(answer.headers.get("x-called")).toBe("none");
    const unknown = `<set-backend-service backend-id='@("no" + "body")' /><return-response>${told("x")}</return-response>`;
    expect((await policyGateway({ backends, inbound: unknown }).send()).headers.get("x")).toBe("none");
  });
});
