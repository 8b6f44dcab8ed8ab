import fc from "fast-check";
import { editQuery } from "../../src/policies/transformation/editQuery";
import { mergeQueries, parseUriTemplate, queryNamesOf } from "../../src/policies/transformation/uriTemplate";
import { policyGateway } from "./policyGateway";

/** Half a surrogate pair cannot be sent. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");

const parameter = (action: string, ...values: string[]) =>
  `<set-query-parameter name="v" exists-action="${action}">${values.map((value) => `<value>${value}</value>`).join("")}</set-query-parameter>`;

async function urlAfter(inbound: string, path: string, options: object = {}) {
  const gateway = policyGateway({ inbound, ...options });
  const answer = await gateway.send({ path });
  if (answer.status !== 200) throw new Error(gateway.lastError()?.message);
  return gateway.calls[0]?.url;
}

describe("set-query-parameter", () => {
  test.each([
    ["override", "/a?v=1&x=2&v=3", "/a?x=2&v=new"],
    ["skip", "/a?V=1", "/a?V=1"],
    ["skip", "/a?x=2", "/a?x=2&v=new"],
    ["append", "/a?v=1", "/a?v=1&v=new"],
    ["delete", "/a?v=1&x=2&v", "/a?x=2"],
    ["delete", "/a?v=1", "/a"],
  ])("%s turns %s into %s", async (action, path, wanted) => {
    expect(await urlAfter(parameter(action, "new"), path)).toBe(`https://backend.example${wanted}`);
  });

  test("several values are several parameters", async () => {
    expect(await urlAfter(parameter("override", "1", "2"), "/")).toBe("https://backend.example/?v=1&v=2");
  });

  test("names and values are encoded, what else is in the query stays as the caller wrote it", async () => {
    expect(await urlAfter(parameter("override", `@("a b&c=d#é")`), "/?flag&q=a+b%2f&bad=%zz")).toBe(
      "https://backend.example/?flag&q=a+b%2f&bad=%zz&v=a%20b%26c%3Dd%23%C3%A9",
    );
  });

  test("an encoded name is recognized", () => {
    expect(editQuery("api%2Dkey=1&api+key=2", "delete", "api-key", [], true)).toBe("api+key=2");
  });

  test("a setting tells names in different case apart", async () => {
    const options = { settings: { queryParameterNames: "exact" } };
    expect(await urlAfter(parameter("delete"), "/?V=1&v=2", options)).toBe("https://backend.example/?V=1");
  });

  test("an empty name fails", async () => {
    const gateway = policyGateway({
      inbound: `<set-query-parameter name="@("")" exists-action="override"><value>1</value></set-query-parameter>`,
    });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ reason: "InvalidQueryParameter" });
  });

  test("an expression after it sees the new value", async () => {
    const inbound = `${parameter("override", "x")}<set-variable name="q" value="@(context.Request.Url.Query.GetValueOrDefault("v", ""))" />`;
    const gateway = policyGateway({ inbound: inbound.replaceAll('\\"', '"') });
    await gateway.send({ path: "/?v=1" });
    expect(gateway.variables()?.get("q")).toBe("x");
  });

  test("whatever is set can be read back, and nothing else changes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary", minLength: 1 }),
        (value, name) => {
          const query = editQuery("a=1&%zz=2", "append", name, [value], false);
          expect(query.startsWith("a=1&%zz=2&")).toBe(true);
          expect(new URLSearchParams(query.slice("a=1&%zz=2&".length)).get(wellFormed(name))).toBe(
            wellFormed(value),
          );
        },
      ),
    );
  });
});

describe("rewrite-uri", () => {
  const rewrite = (template: string, more = "") => `<rewrite-uri template="${template}" ${more}/>`;
  const route = (urlTemplate: string, parameters: Record<string, string>) => ({
    operation: { urlTemplate },
    route: { matchedParameters: new Map(Object.entries(parameters)) },
  });

  test("sets path and query", async () => {
    expect(await urlAfter(rewrite("/v2/here?x=1"), "/there")).toBe("https://backend.example/v2/here?x=1");
  });

  test("fills in the operation's parameters, encoded for where they stand", async () => {
    const options = route("/stores/{store}/{*rest}", { store: "a b/ü?", rest: "x/y" });
    expect(await urlAfter(rewrite("/v2/{store}/{*rest}?id={STORE}"), "/", options)).toBe(
      "https://backend.example/v2/a%20b/%C3%BC%3F/x/y?id=a%20b%2F%C3%BC%3F",
    );
  });

  // The three cases of the reference's examples.
  test.each([
    ["/put", "", "/put?c=d"],
    ["/put", `copy-unmatched-params="false"`, "/put"],
    ["/put?x={b}", "", "/put?x=b&c=d"],
  ])("%s %s gives %s", async (template, more, wanted) => {
    expect(await urlAfter(rewrite(template, more), "/get?a=b&c=d", route("/get?a={b}", { b: "b" }))).toBe(
      `https://backend.example${wanted}`,
    );
  });

  test("a parameter that the template sets too is there twice, or once where a setting says so", async () => {
    expect(await urlAfter(rewrite("/x?a=1"), "/?a=2")).toBe("https://backend.example/x?a=1&a=2");
    expect(await urlAfter(rewrite("/x?a=1"), "/?A=2", { settings: { rewriteDuplicates: "template" } })).toBe(
      "https://backend.example/x?a=1",
    );
  });

  test("the template may be an expression", async () => {
    expect(await urlAfter(rewrite(`@("/e" + context.Request.Url.Path)`), "/a")).toBe(
      "https://backend.example/e/a",
    );
  });

  test("a template without a slash gets one, and what no URL holds is encoded", () => {
    expect(parseUriTemplate("a b#c?d e")(new Map())).toEqual({ path: "/a%20b%23c", query: "d%20e" });
  });

  test("what is encoded already stays", () => {
    expect(parseUriTemplate("/a%20b")(new Map())).toEqual({ path: "/a%20b", query: "" });
  });

  test("a parameter that the operation lacks fails and is named", async () => {
    const gateway = policyGateway({ inbound: rewrite("/x/{nothing}") });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.lastError()).toMatchObject({
      reason: "InvalidUriTemplate",
      message: "The template of rewrite-uri has the parameter 'nothing', which the operation does not.",
    });
  });

  test("a whole URL is no template", async () => {
    const gateway = policyGateway({ inbound: rewrite("https://evil.example/") });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.calls).toEqual([]);
  });

  test("what the caller sent stays in OriginalUrl", async () => {
    const gateway = policyGateway({
      inbound: `${rewrite("/new")}<set-variable name="p" value="@(context.Request.OriginalUrl.Path + context.Request.Url.Path)" />`,
    });
    await gateway.send({ path: "/old" });
    expect(gateway.variables()?.get("p")).toBe("/old/new");
  });

  test("names of an operation's query are compared without regard to case", () => {
    expect(mergeQueries("", "API-Version=1&x=2&&", queryNamesOf("/a?api-version={v}"), true)).toBe("x=2");
  });
});
