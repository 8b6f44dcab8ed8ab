import { z } from "zod";
import { allowed } from "./allowed";
import { statefulLevels } from "./stateful";

/** The single values that a topology file is made of: names, regions, SKUs, durations. */

/** Text by its length. */
export const text = (min: number, max: number) => z.string().min(min).max(max);

/** Text of a form that its limits do not tell; `must` ends the sentence "`key` must be …". */
export const formed = (pattern: RegExp, must: string, min = 1, max = 1000) =>
  text(min, max).regex(pattern).register(allowed, { allowed: must });

export const slugName = (min: number, max: number, example: string) =>
  formed(
    /^[a-z][a-z0-9-]*[a-z0-9]$/,
    `${min} to ${max} lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen, such as \`${example}\``,
    min,
    max,
  );

/** A model or deployment name: case is kept. */
export const modelName = formed(
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  "a name of 2 to 64 letters, digits, `.`, `-` and `_` that starts with a letter or digit, such as `gpt-5.4`",
  2,
  64,
);

export const regionName = formed(
  /^[a-z][a-z0-9]+$/,
  "a region in Azure's short form, such as `swedencentral`",
  2,
  40,
).meta({ id: "RegionName" });

export const duration = formed(
  /^PT(?=\d)(\d{1,3}H)?(\d{1,5}M)?(\d{1,6}S)?$/,
  "a duration in ISO 8601, such as `PT10S` or `PT1M`",
);

export const version = text(1, 32).register(allowed, {
  allowed: 'a version in quotes, such as "2026-03-05"',
});

export const guid = () =>
  z.guid().register(allowed, { allowed: "a GUID, such as `11111111-2222-3333-4444-555555555555`" });

/** One address or a range of them; whether its numbers are possible is judged elsewhere. */
export const ipv4 = formed(
  /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/,
  "an IPv4 address or a range in CIDR form, such as `198.51.100.7` or `203.0.113.0/24`",
);

export const resourceGroup = formed(
  /^[-\w.()]*[-\w()]$/,
  "the name of a resource group: 1 to 90 letters, digits, `-`, `_`, `.` and brackets, not ending with a dot",
  1,
  90,
);

/** A file of a company's own policy; that it is there and what it holds is judged elsewhere. */
export const policyFile = () =>
  formed(
    /^(?![/\\]|[A-Za-z]:)[^\\\0]*\.xml$/,
    "the path of a file that ends with `.xml`, relative to this file, with `/`, such as `policies/company.xml`",
    5,
    260,
  );

export const wholeNumber = (min: number, max = 1_000_000_000) => z.number().int().min(min).max(max);

export const residency = z
  .union([z.string().regex(/^([a-z]{2}|apac)$/), z.array(regionName).min(1).max(60)])
  .register(allowed, {
    allowed: "`eu`, `us` or `apac`, a two-letter country code such as `se`, or a list of regions",
  })
  .meta({
    id: "Residency",
    description:
      "Where prompts may be processed: `eu`, `us` or `apac` (a data zone), a two-letter country code such as `se`, or a list of regions. " +
      "Judged by region and deployment type: a Global SKU processes anywhere, a DataZone SKU anywhere in its zone.",
    examples: ["eu", "se", ["swedencentral", "francecentral"]],
  });

export const stateful = z.enum(statefulLevels);

export const ptuSku = z
  .enum(["GlobalProvisionedManaged", "DataZoneProvisionedManaged", "ProvisionedManaged"])
  .meta({
    id: "PtuSku",
    description:
      "SKU of provisioned throughput: `Global…` processes anywhere, `DataZone…` within its data zone (EU, US, APAC), `ProvisionedManaged` in the region.",
  });
export const paygSku = z.enum(["GlobalStandard", "DataZoneStandard", "Standard", "DeveloperTier"]).meta({
  id: "PaygSku",
  description:
    "SKU of pay-as-you-go: `GlobalStandard` processes anywhere, `DataZoneStandard` within its data zone (EU, US, APAC), `Standard` in the region.",
});

/** Azure refuses these characters in the name of a tag. */
export const tagName = formed(
  /^[^<>%&\\?/\p{Cc}]+$/u,
  "1 to 512 characters without `<`, `>`, `%`, `&`, `?`, `/` and backslashes",
  1,
  512,
);
