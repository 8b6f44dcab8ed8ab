import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPreview } from "../../../cli/comment/preview";
import { account, backend, deployment, previewJson, stack } from "./previews";

const known = (text: string) => {
  const preview = readPreview(text);
  if (preview.kind !== "known") throw new Error(`The preview is ${preview.kind}.`);
  return preview;
};

const rows = (text: string) =>
  known(text).resources.map(({ operation, type, name, precious }) => [
    operation,
    type,
    name,
    precious !== undefined,
  ]);

describe("reading a preview", () => {
  it("understands what the engine wrote when PTU left a model", () => {
    const text = readFileSync(join(__dirname, "fixtures", "preview-of-the-engine.json"), "utf8");
    expect(rows(text)).toEqual([
      ["delete", "cognitiveservices:Deployment", "region-swedencentral-account-gpt-5-4-ptu", true],
      ["delete", "apimanagement:Backend", "gateway-backends-gpt-5-4-ptu-swedencentral", false],
      ["delete", "apimanagement:Backend", "gateway-backends-gpt-5-4-ptu-swedencentral-v1", false],
      ["update", "cognitiveservices:Deployment", "region-swedencentral-account-gpt-5-4-payg", false],
    ]);
    expect(known(text).counts).toEqual({ create: 0, update: 1, replace: 0, delete: 3, same: 101 });
    expect(known(text).warnings).toEqual([]);
  });

  it("lists losses of what is precious first, then deletions, replacements, creations and updates", () => {
    const text = previewJson(
      [
        backend("update", "b-update", { diffReasons: ["url"] }),
        backend("create", "b-create"),
        backend("delete", "b-delete"),
        deployment("update", "payg", "DataZoneStandard", { diffReasons: ["sku"] }),
        deployment("delete", "ptu", "ProvisionedManaged"),
        account("create", "account"),
        stack("same"),
      ],
      { create: 2, update: 2, delete: 2, same: 120 },
    );
    expect(rows(text)).toEqual([
      ["delete", "cognitiveservices:Deployment", "ptu", true],
      ["delete", "apimanagement:Backend", "b-delete", false],
      ["create", "apimanagement:Backend", "b-create", false],
      ["create", "cognitiveservices:Account", "account", true],
      ["update", "apimanagement:Backend", "b-update", false],
      ["update", "cognitiveservices:Deployment", "payg", false],
    ]);
    expect(known(text).counts).toEqual({ create: 2, update: 2, replace: 0, delete: 2, same: 120 });
    expect(known(text).warnings).toEqual([]);
  });

  it("counts the three steps of a replacement once, and keeps the reason", () => {
    const replaced = { replaceReasons: ["location"] };
    const text = previewJson(
      [
        account("create-replacement", "account", replaced),
        account("replace", "account", replaced),
        account("delete-replaced", "account"),
      ],
      { replace: 1, same: 3 },
    );
    expect(known(text).counts.replace).toBe(1);
    expect(
      known(text).resources.map(({ operation, name, properties }) => [operation, name, properties]),
    ).toEqual([["replace", "account", ["location"]]]);
  });

  it("counts from the steps when the engine gives no summary", () => {
    const text = previewJson(
      [backend("create", "a"), backend("import", "b"), backend("delete", "c")],
      undefined,
    );
    expect(known(text).counts).toEqual({ create: 2, update: 0, replace: 0, delete: 1, same: 0 });
  });

  it("takes a deployment whose SKU is not shown for PTU", () => {
    expect(rows(previewJson([deployment("delete", "d", undefined)], { delete: 1 }))).toEqual([
      ["delete", "cognitiveservices:Deployment", "d", true],
    ]);
  });

  it("knows a PTU deployment by its old SKU when it moves to PAYG", () => {
    const old = { oldState: { inputs: { sku: { name: "GlobalProvisionedManaged" } } } };
    expect(rows(previewJson([deployment("replace", "d", "GlobalStandard", old)], { replace: 1 }))).toEqual([
      ["replace", "cognitiveservices:Deployment", "d", true],
    ]);
  });

  it("takes a refresh of what did not change for no change", () => {
    const text = previewJson(
      [
        stack("refresh"),
        account("refresh", "account"),
        backend("update", "b", { diffReasons: ["sku"] }),
        backend("refresh", "c", { detailedDiff: { "sku.capacity": { kind: "update", inputDiff: true } } }),
      ],
      { same: 2, update: 2 },
    );
    expect(
      known(text).resources.map(({ operation, name, properties }) => [operation, name, properties]),
    ).toEqual([
      ["update", "b", ["sku"]],
      ["update", "c", ["sku.capacity"]],
    ]);
    expect(known(text).warnings).toEqual([]);
  });

  it("says when the engine counts more than it lists, or fears for the state", () => {
    const text = previewJson([backend("create", "a")], { create: 3 }, { maybeCorrupt: true });
    expect(known(text).warnings).toEqual([
      "The preview counts 3 changes and lists 1 of them.",
      "Pulumi says that the state may be corrupt.",
    ]);
  });

  it("passes the engine's warnings on", () => {
    const text = previewJson(
      [],
      { same: 1 },
      {
        diagnostics: [
          { severity: "warning", message: "old\n" },
          { severity: "info", message: "i" },
        ],
      },
    );
    expect(known(text).warnings).toEqual(["old"]);
  });

  it("reads a document that follows other lines", () => {
    expect(known(`Previewing update (prod)\n\n${previewJson([], { same: 7 })}`).counts.same).toBe(7);
  });

  it.each([
    { what: "nothing", text: " \n", reason: "The preview left no output.", messages: [] },
    {
      what: "an error in words",
      text: "error: no stack named 'prod' found\n",
      reason: "The output of the preview is not JSON.",
      messages: ["error: no stack named 'prod' found"],
    },
    {
      what: "JSON that is cut",
      text: '{"steps": [{"op": "del',
      reason: "The output of the preview is not JSON.",
      messages: ['{"steps": [{"op": "del'],
    },
    {
      what: "another document",
      text: '{"a": 1}',
      reason: "The output of the preview has neither steps nor a summary.",
      messages: [],
    },
    {
      what: "a failed program",
      text: previewJson(
        [backend("create", "a")],
        { create: 1 },
        { diagnostics: [{ severity: "error", message: "boom" }] },
      ),
      reason: "The preview ended with an error.",
      messages: ["boom"],
    },
    {
      what: "an error document",
      text: '{"error": "no login"}',
      reason: "The preview ended with an error.",
      messages: ["no login"],
    },
  ])("is a failure and never an empty list for $what", ({ text, reason, messages }) => {
    expect(readPreview(text)).toEqual({ kind: "failed", reason, messages, protected: [] });
  });

  const urn = (name: string) =>
    `urn:pulumi:prod::aoai-fleet::aoai-fleet:index:Fleet$azure-native:cognitiveservices:Account::${name}`;
  const errors = (...messages: string[]) =>
    JSON.stringify({ steps: [], diagnostics: messages.map((message) => ({ severity: "error", message })) });
  const kept = (text: string) => {
    const preview = readPreview(text);
    return preview.kind === "failed" ? preview.protected : preview.kind;
  };

  it("knows what protection stops: it is a loss that somebody may want, and no fault", () => {
    const deleted = `Preview failed: resource "${urn("prod-eastus2")}" cannot be deleted\nbecause it is protected. To unprotect the resource, …`;
    const replaced = `<{%reset%}>unable to replace resource "${urn("prod-westus3")}"\nas it is currently marked for protection. …<{%reset%}>`;
    expect(kept(errors(deleted, replaced, "preview failed"))).toEqual(["prod-eastus2", "prod-westus3"]);
    expect(kept(errors(deleted, "no login"))).toEqual([]);
    expect(kept(errors("preview failed"))).toEqual([]);
  });
});
