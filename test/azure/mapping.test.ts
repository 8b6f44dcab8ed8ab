import { PackageTypes } from "../../local/azure/declared/packageTypes";
import { declaredPart, driftedInputs } from "../../local/azure/drift";
import { armBody, armId, genericArmId, outputsOf, pathInputs } from "../../local/azure/mapping";
import { worldSettings } from "../../local/azure/settings";
import type { ResourceType } from "../../local/azure/types/resourceType";
import { findByToken } from "../../local/azure/types/resourceTypes";
import { GROUP, SERVICE, SUB } from "./testAzure";

const settings = worldSettings();
const types = new PackageTypes("@pulumi/azure-native");
const row = (token: string) => findByToken(`azure-native:${token}`) as ResourceType;
const shape = (token: string) => types.find(`azure-native:${token}`)?.inputs ?? { kind: "any" as const };

test.each([
  ["resources:ResourceGroup", { resourceGroupName: "rg" }, GROUP],
  [
    "apimanagement:ApiOperationPolicy",
    { resourceGroupName: "rg", serviceName: "apim", apiId: "a", operationId: "o", policyId: "policy" },
    `${SERVICE}/apis/a/operations/o/policies/policy`,
  ],
  [
    "apimanagement:ProductApi",
    { resourceGroupName: "rg", serviceName: "apim", productId: "p", apiId: "a" },
    `${SERVICE}/products/p/apis/a`,
  ],
  [
    "authorization:RoleAssignment",
    { scope: SERVICE, roleAssignmentName: "r" },
    `${SERVICE}/providers/Microsoft.Authorization/roleAssignments/r`,
  ],
  [
    "monitor:DiagnosticSetting",
    { resourceUri: SERVICE, name: "d" },
    `${SERVICE}/providers/Microsoft.Insights/diagnosticSettings/d`,
  ],
  [
    "privatedns:VirtualNetworkLink",
    { resourceGroupName: "rg", privateZoneName: "a.b", virtualNetworkLinkName: "l" },
    `${GROUP}/providers/Microsoft.Network/privateDnsZones/a.b/virtualNetworkLinks/l`,
  ],
])("the inputs of %s make its id, and the id gives them back", (token, inputs, id) => {
  expect(armId(row(token), inputs, settings)).toBe(id);
  expect(pathInputs(row(token), id)).toEqual(inputs);
});

test("a generic resource says where it is in four inputs", () => {
  const inputs = {
    resourceGroupName: "rg",
    resourceProviderNamespace: "Microsoft.X",
    resourceType: "b",
    resourceName: "n",
  };
  expect(genericArmId({ ...inputs, parentResourcePath: "a/m" }, settings)).toBe(
    `${SUB}/resourceGroups/rg/providers/Microsoft.X/a/m/b/n`,
  );
  expect(genericArmId({ ...inputs, parentResourcePath: "" }, settings)).toBe(
    `${SUB}/resourceGroups/rg/providers/Microsoft.X/b/n`,
  );
});

test("list items have properties of their own in Azure, and none in Pulumi", () => {
  const type = row("network:PrivateEndpoint");
  const inputs = {
    resourceGroupName: "rg",
    privateEndpointName: "pep",
    subnet: { id: "s" },
    privateLinkServiceConnections: [{ name: "c", groupIds: ["account"], privateLinkServiceId: "x" }],
  };
  const body = armBody(type, inputs);
  expect(body).toEqual({
    properties: {
      subnet: { id: "s" },
      privateLinkServiceConnections: [
        { name: "c", properties: { groupIds: ["account"], privateLinkServiceId: "x" } },
      ],
    },
  });
  const outputs = outputsOf(type, { ...body, id: `${GROUP}/x`, name: "pep", type: type.arm }, "seed");
  expect(outputs.privateLinkServiceConnections).toEqual(inputs.privateLinkServiceConnections);
});

test("a workspace has its SKU inside properties, a gateway beside them", () => {
  const sku = { name: "PerGB2018" };
  expect(
    armBody(row("operationalinsights:Workspace"), {
      resourceGroupName: "rg",
      workspaceName: "w",
      location: "x",
      sku,
    }),
  ).toEqual({
    location: "x",
    properties: { sku },
  });
  expect(
    armBody(row("apimanagement:ApiManagementService"), {
      resourceGroupName: "rg",
      serviceName: "s",
      sku,
      publisherName: "p",
    }),
  ).toEqual({
    sku,
    properties: { publisherName: "p" },
  });
});

test("identities are a list of ids going in and an object by id coming out", () => {
  const identity = {
    type: "UserAssigned",
    userAssignedIdentities: { "/id": { clientId: "c", principalId: "p" } },
  };
  expect(declaredPart(shape("cognitiveservices:Account"), { identity, name: "x" })).toEqual({
    identity: { type: "UserAssigned", userAssignedIdentities: ["/id"] },
  });
});

describe("inputs after a drift", () => {
  const token = "apimanagement:Backend";
  const inputs = { backendId: "b", url: "https://a.example", tls: { validateCertificateChain: true } };
  const before = {
    name: "b",
    url: "https://a.example",
    tls: { validateCertificateChain: true },
    type: "Single",
  };

  test("are untouched when only something else than an input has changed", () => {
    expect(driftedInputs(shape(token), inputs, before, { ...before, name: "c" })).toEqual(inputs);
  });

  test("change where the resource has changed, however deep", () => {
    const now = {
      ...before,
      url: "https://b.example",
      tls: { validateCertificateChain: false, validateCertificateName: true },
    };
    expect(driftedInputs(shape(token), inputs, before, now)).toEqual({
      backendId: "b",
      url: "https://b.example",
      tls: { validateCertificateChain: false, validateCertificateName: true },
    });
  });

  test("lose what was removed and take over whole lists", () => {
    const { url: _, ...removed } = before;
    expect(driftedInputs(shape(token), inputs, before, removed)).toEqual({ backendId: "b", tls: inputs.tls });
    const pool = (weight: number) => ({ pool: { services: [{ id: "x", weight }] } });
    expect(driftedInputs(shape(token), { ...pool(1) }, pool(1), pool(2))).toEqual(pool(2));
  });
});
