import { backend, group, incorrect, SERVICE, service, TestAzure } from "../testAzure";

const inUse = (what: string, name: string, users: string) => ({
  status: 400,
  code: "ValidationError",
  message: `The ${what} '${name}' is used by the following entities:\r\n${users}\r\n`,
});
const azure = () => new TestAzure().given(group, service);
const policy = (value: string, format = "rawxml") =>
  [`${SERVICE}/policies/policy`, { properties: { value, format } }] as const;
const fragment = (name: string, value = "<fragment />") =>
  [`${SERVICE}/policyFragments/${name}`, { properties: { value } }] as const;

describe("a policy", () => {
  test("is well-formed XML with the right root, in a format that is offered", async () => {
    const world = await azure();
    expect(await world.put(...policy("<policies><inbound></policies>"))).toEqual(
      incorrect("The policy is not well-formed XML: 1:30: unexpected close tag."),
    );
    expect(await world.put(...policy("<fragment />"))).toEqual(
      incorrect("The root element should be <policies>, got <fragment>."),
    );
    expect(await world.put(...fragment("f", "<policies />"))).toEqual(
      incorrect("The root element should be <fragment>, got <policies>."),
    );
    expect(await world.put(...policy("<policies />", "xml-link"))).toEqual(
      incorrect("The format 'xml-link' is not offered by the local Azure; use 'xml' or 'rawxml'."),
    );
  });

  test("may hold expressions as they are in the format rawxml, and computes names", async () => {
    const raw = `<policies><inbound>
      <set-backend-service backend-id="@(context.Request.Headers.GetValueOrDefault("a", "b") < "c" && true ? "d" : "e")" />
    </inbound></policies>`;
    const world = await azure();
    expect(await world.put(...policy(raw, "xml"))).toEqual(
      incorrect("The policy is not well-formed XML: 2:85: no whitespace between attributes."),
    );
    expect(await world.put(...policy(raw))).toBeUndefined();
  });

  test("refers to fragments, backends and named values that exist", async () => {
    const text = `<policies>
  <inbound>
    <include-fragment fragment-id="f" />
    <set-backend-service
      backend-id="b" />
    <set-header name="x"><value>{{client}}</value></set-header>
  </inbound>
</policies>`;
    const world = await azure();
    expect(await world.put(...policy(text))).toEqual(
      incorrect(
        "Error in element 'include-fragment' on line 3, column 6: Policy fragment with id 'f' could not be found.",
        "Error in element 'set-backend-service' on line 4, column 6: Backend with id 'b' could not be found.",
        "Cannot find a property 'client'",
      ),
    );
    await world.given(fragment("f"), backend("b"), [
      `${SERVICE}/namedValues/v`,
      { properties: { displayName: "client", value: "x" } },
    ]);
    expect(await world.put(...policy(text))).toBeUndefined();
  });

  test("may compute the name of a backend", async () => {
    const text = `<policies><inbound><set-backend-service backend-id="@(context.Variables.GetValueOrDefault&lt;string>("b"))" /></inbound></policies>`;
    expect(await (await azure()).put(...policy(text.replaceAll('("b")', "(&quot;b&quot;)")))).toBeUndefined();
  });

  test("has 256 KiB at most, and 16 KiB in the Consumption tier", async () => {
    const long = (size: number) => `<policies>${" ".repeat(size - 21)}</policies>`;
    expect(await (await azure()).put(...policy(long(262144)))).toBeUndefined();
    expect(await (await azure()).put(...policy(long(262145)))).toEqual(
      incorrect("The policy has 262145 bytes; at most 262144 are allowed."),
    );
    const small = await new TestAzure().given(group, [
      SERVICE,
      { sku: { name: "Consumption", capacity: 0 } },
    ]);
    expect(await small.put(...policy(long(16385)))).toEqual(
      incorrect("The policy has 16385 bytes; at most 16384 are allowed."),
    );
  });

  test("keeps the fragments that it includes, also those of another fragment", async () => {
    const world = await (await azure()).given(fragment("inner"));
    await world.given(fragment("outer", `<fragment><include-fragment fragment-id="inner" /></fragment>`));
    await world.given(
      policy(`<policies><inbound><include-fragment fragment-id="outer" /></inbound></policies>`),
    );
    expect(await world.delete(fragment("inner")[0])).toEqual(
      inUse("Policy Fragment", "inner", "/policyFragments/outer"),
    );
    expect(await world.delete(fragment("outer")[0])).toEqual(
      inUse("Policy Fragment", "outer", "/policies/policy"),
    );
    await world.delete(policy("")[0]);
    expect(await world.delete(fragment("outer")[0])).toBeUndefined();
  });

  test("cannot include itself", async () => {
    expect(
      await (await azure()).put(
        ...fragment("f", `<fragment><include-fragment fragment-id="F" /></fragment>`),
      ),
    ).toEqual(
      incorrect(
        "Error in element 'include-fragment' on line 1, column 12: Policy fragment with id 'F' could not be found.",
      ),
    );
  });
});

describe("a named value", () => {
  const value = (name: string, displayName: string) =>
    [`${SERVICE}/namedValues/${name}`, { properties: { displayName, value: "x" } }] as const;

  test("has a display name of its own that policies can write", async () => {
    const world = await (await azure()).given(value("a", "client"));
    expect(await world.put(...value("b", "Client"))).toEqual(
      incorrect("The display name 'Client' is that of 'a' already."),
    );
    expect(await world.put(...value("b", "a b"))).toEqual(
      incorrect("Display name 'a b' may have letters, digits, '-', '.' and '_' only."),
    );
  });

  test("stays while a policy reads it", async () => {
    const world = await (await azure()).given(
      value("a", "client"),
      policy("<policies><inbound>{{client}}</inbound></policies>"),
    );
    expect(await world.delete(value("a", "client")[0])).toEqual(
      inUse("Named Value", "a", "/policies/policy"),
    );
  });
});
