import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gatewayProblemText } from "../../src/ports/problem";
import { loadConfiguration } from "../../src/resources/loadConfiguration";
import { LARGEST_FILE } from "../../src/resources/readFolder";
import { anOperation, aPolicy, type Files, folderOf, read, readGood, removeFolders } from "./folder";

afterAll(removeFolders);

const aFragment = "<fragment />";
const passedOver =
  "Nothing says what this file is: neither its path, nor an `id`, nor a `type` and a `name`. It is passed over. [unknown-file]";

describe("policies of a repository, wherever they lie", () => {
  test("are APIs that serve the paths below theirs", () => {
    const { apis, fragments } = readGood({
      "infra/modules/apim/orders.policy.xml": aPolicy,
      "labs/one/policy.xml": aPolicy,
      "policies/all.xml": aPolicy,
      "policies/policy.xml": aPolicy,
      "apis/orders.xml": aPolicy,
      "apis/orders/operations/list.xml": aPolicy,
      "products/basic.xml": aPolicy,
      "policies/common/sign.xml": aFragment,
    });
    expect(apis.map(({ id, path }) => [id, path])).toEqual([
      ["infra-modules-apim-orders.policy", "infra/modules/apim/orders.policy"],
      ["labs-one-policy", "labs/one"],
      ["policies-all", "policies/all"],
      ["policies-policy", "policies"],
      ["apis-orders", "apis/orders"],
      ["apis-orders-operations-list", "apis/orders/operations/list"],
      ["products-basic", "products/basic"],
    ]);
    expect([...fragments.keys()]).toEqual(["sign"]);
  });

  test("lie beside a policy at the top, which serves what they do not", () => {
    const { configuration, problems } = read({
      "policy.xml": aPolicy,
      "draft.xml": aPolicy,
      "apis/orders/policy.xml": aPolicy,
      "policy fragments/sign/policy.xml": aFragment,
    });
    expect(configuration?.apis.map(({ id, path }) => [id, path])).toEqual([
      ["policy", ""],
      ["apis-orders-policy", "apis/orders"],
    ]);
    expect([...(configuration?.fragments.keys() ?? [])]).toEqual(["sign"]);
    expect(problems.map((problem) => problem.slice(0, 40))).toEqual([
      "draft.xml:1:1: warning: Nothing says who",
    ]);
  });

  test("may lie beside descriptions in OpenAPI, which are no APIs", () => {
    const { configuration, problems } = read({
      "apis/orders.json": { openapi: "3.0.1", paths: {} },
      "apis/orders.xml": aPolicy,
      "api/swagger.json": { swagger: "2.0" },
    });
    expect(configuration?.apis.map(({ path }) => path)).toEqual([""]);
    expect(problems).toEqual([
      `api/swagger.json:1:1: warning: ${passedOver}`,
      "apis/orders.json:1:1: warning: This describes an API in OpenAPI, and is no resource; it is passed over. Operations are files such as `apis/orders/operations/list.json`. [openapi]",
    ]);
  });

  test("keep what belongs to no API", () => {
    const { apis, backends, fragments } = readGood({
      "policies/a.xml": aPolicy,
      "backends/one.json": { url: "https://one.example", protocol: "http" },
      "fragments/f.xml": aFragment,
    });
    expect([apis.length, backends.length, [...fragments.keys()]]).toEqual([1, 1, ["f"]]);
  });

  test("have their places where a service is described", () => {
    expect(
      read({
        "apis/orders.json": { path: "orders" },
        "apis/orders/operations/list.json": anOperation,
        "apis/none.xml": aPolicy,
        "policies/other.xml": aPolicy,
        "drafts/a/b.xml": aPolicy,
      }).problems,
    ).toEqual([
      "apis/none.xml:1:1: error: This belongs to `apis/none`, which does not exist. [missing-parent]",
      "drafts/a/b.xml:1:1: warning: Nothing says whose policy this is. It is one of its own only where there are no APIs and no `policy.xml` at the top; it is passed over. [unknown-file]",
      "policies/other.xml:1:1: error: A policy resource is called `policy`. [policy-name]",
    ]);
  });

  test("two fragments of one name: the first is included, the other told of", () => {
    const { configuration, problems } = read({
      "a/policy.xml": aPolicy,
      "a/sign.xml": aFragment,
      "b/sign.xml": aFragment,
    });
    expect(configuration?.fragments.get("sign")?.file).toBe("a/sign.xml");
    expect(problems).toEqual([
      "b/sign.xml:1:1: warning: Nothing includes this fragment: `a/sign.xml` has the same name. [duplicate-fragment]",
    ]);
  });
});

describe("what stands beside policies", () => {
  test("XML of another kind is passed over", () => {
    expect(
      read({
        "a.xml": aPolicy,
        "pom.xml": "<project />",
        "src/web.xml": "<configuration />",
        "schemas/order.xml": '<?xml version="1.0"?><xs:schema />',
      }).problems,
    ).toEqual([
      `pom.xml:1:1: warning: ${passedOver}`,
      `schemas/order.xml:1:1: warning: ${passedOver}`,
      `src/web.xml:1:1: warning: ${passedOver}`,
    ]);
  });

  test("a resolver of GraphQL is passed over", () => {
    expect(read({ "a.xml": aPolicy, "resolvers/user.xml": "<http-data-source />" }).problems).toEqual([
      "resolvers/user.xml:1:1: warning: This resolves a field of GraphQL, which this gateway does not do; it is passed over. [resolver]",
    ]);
  });

  test.each([
    ["a root that is misspelt", "<policy />"],
    ["sections without a root", "<inbound /><backend />"],
    ["a policy alone", "<set-header />"],
    ["what is no XML at all, with policies in it", "{{#if a}}<policies />{{/if}}"],
  ])("%s is a document, and its mistake is told", (_, text) => {
    expect(readGood({ "a.xml": aPolicy, "b/c.xml": text }).apis).toHaveLength(2);
  });

  test("alone, XML of another kind is read, so that it is told what is wrong", () => {
    expect(readGood({ "a.xml": "<project />" }).apis).toHaveLength(1);
  });

  test("JSON with comments is passed over, unless it names API Management or lies where a resource does", () => {
    expect(
      read({
        "policies/a.xml": aPolicy,
        "tsconfig.json": "{ // settings\n}",
        "export/a.json": '{ // an export\n"id": "/providers/Microsoft.ApiManagement/service/a" }',
        "backends/b.json": "{ // by hand\n}",
      }).problems,
    ).toEqual([
      "backends/b.json:1:3: error: A name in double quotes is expected here. [json]",
      "export/a.json:1:3: error: A name in double quotes is expected here. [json]",
      "tsconfig.json:1:3: warning: This is not JSON: A name in double quotes is expected here. As nothing says that it is a resource, it is passed over. [json]",
    ]);
  });

  test("of JSON that is no resource one file is told, and how many there are; in an export, each", () => {
    const strangers = { "package.json": {}, "src/openapi.json": {}, "src/data.json": [] };
    expect(read({ "a.xml": aPolicy, ...strangers }).problems).toEqual([
      `package.json:1:1: warning: ${passedOver.replace("over.", "over, and so are 2 more JSON files.")}`,
    ]);
    const backend = { "backends/b.json": { url: "https://b.example", protocol: "http" } };
    expect(read({ "a.xml": aPolicy, ...strangers, ...backend }).problems).toEqual([
      `package.json:1:1: warning: ${passedOver}`,
      `src/data.json:1:1: warning: ${passedOver}`,
      `src/openapi.json:1:1: warning: ${passedOver}`,
    ]);
  });

  test("a template of ARM is told for what it is", () => {
    const template = (type: string) => ({
      $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      resources: [{ type, name: "[concat(parameters('a'), '/b')]" }],
    });
    expect(
      read({
        "a.xml": aPolicy,
        "infra/apim.json": template("Microsoft.ApiManagement/service/apis/policies"),
        "infra/web.json": template("Microsoft.Web/sites"),
      }).problems,
    ).toEqual([
      "infra/apim.json:1:1: warning: This is a template of ARM, whose expressions only a deployment evaluates; it is passed over, with the policies in it. Keep policies in files of their own, or read an export of what was deployed. [arm-template]",
      `infra/web.json:1:1: warning: ${passedOver}`,
    ]);
  });

  test("files that are too large or not UTF-8 are errors where they would be resources", () => {
    const folder = folderOf({ "a.xml": aPolicy, "openapi.json": " ".repeat(LARGEST_FILE + 1) });
    const utf16 = Buffer.from("{}", "utf16le");
    writeFileSync(join(folder, "notes.json"), Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]));
    mkdirSync(join(folder, "backends"));
    writeFileSync(join(folder, "backends/b.json"), Buffer.from([0xff, 0xfe]));
    const { problems } = loadConfiguration(folder);
    expect(problems.map(({ file, severity, rule }) => [file, severity, rule])).toEqual([
      ["backends/b.json", "error", "encoding"],
      ["notes.json", "warning", "encoding"],
      ["openapi.json", "warning", "too-large"],
    ]);
  });

  test("packages of others are not read", () => {
    const { problems, files } = loadConfiguration(
      folderOf({ "a.xml": aPolicy, "node_modules/x/package.json": "{", "sub/node_modules/y.xml": "<" }),
    );
    expect([problems, files]).toEqual([[], ["a.xml"]]);
  });

  test("policies in templates and programs are told, as nobody checks them", () => {
    const within = (text: string) => `resource x {\n  xml_content = <<XML\n${text}\nXML\n}`;
    const told = (files: Files) => {
      const { configuration, problems } = loadConfiguration(folderOf(files));
      return [configuration?.apis.map(({ id }) => id), ...problems.map(gatewayProblemText)];
    };
    expect(
      told({
        "orders.xml": aPolicy,
        "infra/apim.tf": within(aPolicy),
        "infra/main.bicep": within(aPolicy),
        "infra/network.tf": "resource y {}",
        "chart/_helpers.tpl": "{{ x }}",
        "policies/base.xml.tpl": aPolicy,
        "policies/sign.XML.TFTPL": "<fragment></fragment>",
      }),
    ).toEqual([
      ["orders"],
      "infra/apim.tf:1:1: warning: Policies in templates and programs are not read: here and in 3 more files. Fill them in, write each into an `.xml` file, and check that. [policies-in-template]",
    ]);
    expect(told({ "policy.xml.tpl": aPolicy })).toEqual([
      undefined,
      expect.stringContaining("policies-in-template"),
      expect.stringContaining("There is nothing to serve in this folder"),
    ]);
  });
});
