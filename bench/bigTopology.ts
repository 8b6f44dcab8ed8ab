import { findModel, knownModels, knownRegions, knownVersions, offersPtu } from "../infra/topology/data";

/**
 * The text of a topology with many regions and models: every model as PTU and PAYG in every region, behind one
 * gateway. Regions and models are real names, in the order of the data files, so a figure can be had again.
 *
 * @throws RangeError when fewer regions or models are known
 */
export function bigTopology(regionCount: number, modelCount: number): string {
  const models = knownModels.filter((name) => findModel(name)?.kind === "chat" && offersPtu(name));
  const regions = take("regions", [...knownRegions], regionCount);
  const names = take("models", models, modelCount);
  const deployments = names.map((name) => `      ${name}: { ptu: 100, payg: 100 }`).join("\n");
  return [
    "environment: bench",
    "workload: aoai",
    "nameSuffix: bench",
    "gateway:",
    "  location: swedencentral",
    "  publisher: { name: Contoso AI Platform, email: ai-platform@contoso.example }",
    "  sku: { name: StandardV2, units: 1 }",
    "network: { access: private, addressSpace: 10.60.0.0/20 }",
    "models:",
    ...names.map(
      (name) =>
        `  ${name}: { version: "${knownVersions(name).at(-1)}", ptu: GlobalProvisionedManaged, payg: GlobalStandard }`,
    ),
    "regions:",
    ...regions.map(
      (name, index) => `  ${name}:\n    priority: ${1 + (index % 5)}\n    deployments:\n${deployments}`,
    ),
    "consumers:",
    "  checkout: { class: critical, tokensPerMinute: 200000 }",
    "  batch: { class: batch, tokensPerMinute: 50000 }",
    "",
  ].join("\n");
}

function take(what: string, names: readonly string[], count: number): readonly string[] {
  if (names.length < count)
    throw new RangeError(`${count} ${what} are asked for and ${names.length} are known`);
  return names.slice(0, count);
}
