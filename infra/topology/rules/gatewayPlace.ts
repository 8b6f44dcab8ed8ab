import { findRegion, gatewayApiVersion, gatewayOffered, gatewayRegionsDate, newerApiFor } from "../data";
import type { Finding } from "../finding";
import type { Path } from "../path";
import { describeProcessing, type Processing, satisfies } from "../residency";
import type { Residency } from "../schema";
import { dated } from "./age";
import { error, type Fleet, warning } from "./rule";
import { isKnownResidency, residencyText, unmetResidencies } from "./unmetResidencies";

/** Clouds of their own, by the names of their regions: other hosts, other portals, other logins. */
const SOVEREIGN = /^(usgov|usdod|china)/;

/** The program writes `*.openai.azure.com`, `*.azure-api.net` and the private zones of the public cloud only. */
export function* oneCloud({ file }: Fleet): Iterable<Finding> {
  const places: [string, Path | { readonly key: Path }][] = [
    [file.gateway.location, ["gateway", "location"]],
    ...Object.keys(file.regions).map((name): [string, { key: Path }] => [name, { key: ["regions", name] }]),
    ...Object.entries(file.fineTuned).map(([model, { region }]): [string, Path] => [
      region,
      ["fineTuned", model, "region"],
    ]),
  ];
  for (const [region, place] of places) {
    if (!SOVEREIGN.test(region)) continue;
    yield error(
      "sovereign-cloud",
      place,
      `\`${region}\` is a region of a sovereign cloud, whose hosts are others (\`openai.azure.us\`, \`azure-api.us\`, \`openai.azure.cn\` …); this program writes those of the public cloud, and nothing would be reached.`,
      "Use regions of the public cloud; sovereign clouds are not supported.",
    );
  }
}

/** A new gateway can be had in its region, and with the version of the API that is written. */
export function* gatewayTier(fleet: Fleet): Iterable<Finding> {
  const { sku, existing, location } = fleet.file.gateway;
  if (sku === undefined || existing !== undefined) return;
  const needed = newerApiFor(sku.name);
  if (needed !== undefined) {
    yield error(
      "gateway-api-version",
      ["gateway", "sku", "name"],
      `the tier ${sku.name} is in API Management's API from ${needed} on; this program writes ${gatewayApiVersion}, with which Azure refuses to make one.`,
      "Choose StandardV2 or Premium, or make the service by other means and name it under `gateway.existing`.",
    );
  }
  const offered = gatewayOffered(sku.name, location);
  if (offered === "yes" || findRegion(location) === undefined) return;
  const source = {
    date: gatewayRegionsDate,
    refresh: "Microsoft's page on region availability of API Management has the present list.",
  };
  const place = ["gateway", "location"];
  const another = `Choose another region for the gateway, such as \`swedencentral\` or \`eastus2\` for StandardV2, or another tier.`;
  if (offered === "no")
    yield dated(
      fleet,
      source,
      error("gateway-region", place, `the tier ${sku.name} is not offered in ${location}.`, another),
    );
  else if (offered === "paused")
    yield warning(
      "gateway-region",
      place,
      `on ${gatewayRegionsDate} Azure had no room for new gateways of the tier ${sku.name} in ${location}.`,
      `Look whether that is over. ${another}`,
    );
  else
    yield warning(
      "gateway-region",
      place,
      `the data of ${gatewayRegionsDate} do not say whether the tier ${sku.name} is offered in ${location}.`,
      source.refresh,
    );
}

/**
 * The gateway decrypts prompts and keeps them while it waits, and its logs and Application Insights are beside it: its own
 * region is a place of processing too.
 */
export function* gatewayResidency(fleet: Fleet): Iterable<Finding> {
  const { file } = fleet;
  const { location, crossesResidency } = file.gateway;
  const where: Processing = { scope: "region", place: location };
  const stated: [string, Path, Residency | undefined][] = [
    ["the fleet", ["residency"], file.residency],
    ...(["models", "fineTuned", "consumers"] as const).flatMap((section) =>
      Object.entries(file[section]).map(([name, { residency }]): [string, Path, Residency | undefined] => [
        `\`${name}\``,
        [section, name, "residency"],
        residency,
      ]),
    ),
  ];
  const crossed = stated.filter(
    ([, , residency]) =>
      residency !== undefined && isKnownResidency(residency) && !satisfies(residency, where),
  );
  // Where nothing at all is within, that is told once, with the gateway.
  const told = new Set(
    unmetResidencies(fleet).flatMap((unmet) => (unmet.gatewayToo ? [unmet.stated.join("\0")] : [])),
  );
  const left = crossesResidency ? [] : crossed.filter(([, path]) => !told.has(path.join("\0")));
  const [first, ...others] = left.map(
    ([who, , residency], index) =>
      `${who} ${index === 0 ? "must stay " : ""}within ${residencyText(residency as Residency)}`,
  );
  if (first !== undefined) {
    yield error(
      "residency-gateway",
      // Several have one cause: where the gateway is.
      others.length === 0 ? (left[0]?.[1] ?? []) : ["gateway", "location"],
      `${[first, ...others].join(", ")}, but the gateway, which decrypts every prompt, its logs and its insights are ${describeProcessing(where)}.`,
      "Move `gateway.location` into the residency, give these consumers a fleet of their own there, or state the exception: `gateway.crossesResidency: true`.",
    );
  }
  if (crossesResidency && crossed.length === 0) {
    yield warning(
      "residency-crossing-unused",
      { key: ["gateway", "crossesResidency"] },
      "no residency excludes the gateway's region, so there is no exception to state.",
      "Remove the key.",
    );
  }
}
