import { driftReport } from "../../../cli/comment/drift";
import { readPreview } from "../../../cli/comment/preview";
import { backend, deployment, previewJson } from "./previews";

const same = readPreview(previewJson([backend("refresh", "a")], { same: 1 }));
const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describe("the drift issue", () => {
  it("says what is gone and what is different, in words of its own", () => {
    const preview = readPreview(
      previewJson(
        [
          deployment("delete", "gpt-5.4-ptu", "ProvisionedManaged"),
          backend("update", "b", { diffReasons: ["url"] }),
        ],
        { delete: 1, update: 1, same: 9 },
      ),
    );
    const { drift, title, body } = driftReport([
      { name: "dev", preview: same },
      { name: "prod", preview },
    ]);
    expect([drift, title]).toEqual(["found", "Drift in prod"]);
    expect(lines(body)).toEqual([
      "<!-- aoai-fleet: drift -->",
      "Azure is not what the last deployment left. Take the change into the topology file, or deploy again to undo it; " +
        "either way the next comparison closes this issue.",
      "### dev",
      "**Resources:** no change, 1 as deployed",
      "### prod",
      "**Resources:** 1 gone, 1 different, 9 as deployed",
      "> 🛑 **GONE: `gpt-5.4-ptu`**: a PTU deployment: the capacity goes back to the pool with no right to regain it.",
      "<details><summary>Resources</summary>",
      "|  | type | name | properties |",
      "| --- | --- | --- | --- |",
      "| gone | cognitiveservices:Deployment | `gpt-5.4-ptu` |  |",
      "| different | apimanagement:Backend | `b` | url |",
      "</details>",
    ]);
  });

  const upgrade = (sku: string, versionUpgradeOption = "OnceCurrentVersionExpired") => {
    const [was, is] = ["2026-03-05", "2026-12-01"].map((version) => ({
      inputs: {
        sku: { name: sku, capacity: 50 },
        properties: { model: { format: "OpenAI", name: "gpt-5.4", version }, versionUpgradeOption },
      },
    }));
    const step = { ...deployment("update", "one", sku), oldState: was, newState: is };
    return readPreview(previewJson([step], { update: 1, same: 9 }));
  };

  it("is not opened for Azure's own upgrade of a model, which it tells of", () => {
    const { drift, title, body } = driftReport([{ name: "dev", preview: upgrade("GlobalStandard") }]);
    expect([drift, title]).toEqual(["none", "No drift"]);
    expect(lines(body).slice(1)).toEqual([
      "Every environment is what the last deployment left.",
      "### dev",
      "- Azure has upgraded `one` from gpt-5.4 2026-03-05 to gpt-5.4 2026-12-01; write it into the topology file when all regions have it.",
      "**Resources:** no change, 9 as deployed",
    ]);
  });

  it("is opened for a model that Azure does not move by itself", () => {
    const found = [upgrade("GlobalProvisionedManaged"), upgrade("GlobalStandard", "NoAutoUpgrade")].map(
      (preview) => driftReport([{ name: "dev", preview }]).drift,
    );
    expect(found).toEqual(["found", "found"]);
  });

  const changed = readPreview(
    previewJson(
      [
        backend("update", "tagged", { diffReasons: ["tags"] }),
        backend("update", "other", { diffReasons: ["url"] }),
        backend("delete", "dropped"),
      ],
      { update: 2, delete: 1, same: 6 },
    ),
  );

  it("is about what the next update would undo, and tells of the rest that it stays", () => {
    const next = readPreview(
      previewJson([backend("update", "other"), backend("create", "merged and not deployed yet")], {
        update: 1,
        create: 1,
        same: 8,
      }),
    );
    const { drift, body } = driftReport([{ name: "dev", preview: changed, next }]);
    expect(drift).toBe("found");
    expect(lines(body).slice(2)).toEqual([
      "### dev",
      "Others have changed this, and the next update leaves it so:",
      "- `dropped`: gone",
      "- `tagged`: tags",
      "**Resources:** 1 different, 6 as deployed",
      "<details><summary>Resources</summary>",
      "|  | type | name | properties |",
      "| --- | --- | --- | --- |",
      "| different | apimanagement:Backend | `other` | url |",
      "</details>",
    ]);
  });

  it("is not opened where everything stays", () => {
    const next = readPreview(previewJson([backend("create", "merged and not deployed yet")], { create: 1 }));
    expect(driftReport([{ name: "dev", preview: changed, next }]).drift).toBe("none");
  });

  it("is about everything where nobody knows what the next update would do", () => {
    const next = readPreview("error: the topology cannot be deployed");
    expect(driftReport([{ name: "dev", preview: changed, next }]).body).toContain(
      "**Resources:** 1 gone, 2 different, 6 as deployed",
    );
  });

  it("is not needed only when every environment was compared", () => {
    expect(driftReport([{ name: "dev", preview: same }]).drift).toBe("none");
    expect(driftReport([]).drift).toBe("unknown");
    const failed = readPreview("error: no credentials");
    const { drift, title } = driftReport([
      { name: "dev", preview: same },
      { name: "prod", preview: failed },
    ]);
    expect([drift, title]).toEqual(["unknown", "Drift is not known in prod"]);
  });

  it("tells of drift even when another environment is not known", () => {
    const drifted = readPreview(previewJson([backend("update", "b")], { update: 1 }));
    const report = driftReport([
      { name: "dev", preview: drifted },
      { name: "prod", preview: readPreview("") },
    ]);
    expect([report.drift, report.title]).toEqual(["found", "Drift in dev"]);
    expect(lines(report.body).at(-1)).toBe("**Resources:** not known. The preview left no output.");
  });
});
