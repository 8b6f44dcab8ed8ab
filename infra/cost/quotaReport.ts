import { table, wrap } from "../routing/report/layout";
import { thousands } from "../topology/describe";
import type { QuotaChange, QuotaRow } from "./quotaOf";
import { capacityText, type Style } from "./report";

const INFERRED = "inferred";

/** What must be granted, for a terminal. */
export function quotaText(environment: string, rows: readonly QuotaRow[], { width, colours }: Style): string {
  const [titles = "", ...lines] = table(
    [{ title: "region" }, { title: "quota" }, { title: "needed", align: "right" }, { title: "name" }],
    rows.map(({ region, quota, tier, needed, inferred }) => [
      region,
      quota,
      capacityText(tier, needed),
      inferred ? INFERRED : "",
    ]),
    width - 2,
  );
  const [first] = rows;
  const said = (text: string) => wrap(text, width, { first: "", rest: "  " }).map(colours.dim);
  return [
    colours.bold(`${environment}: quota that its subscription needs`),
    "",
    `  ${colours.dim(titles)}`,
    ...lines.map((line) => `  ${line}`),
    "",
    ...(rows.some(({ inferred }) => inferred)
      ? said(
          `A name that is ${INFERRED} was seen in no list of Azure's: it follows the pattern of the others, and Azure may call the quota otherwise.`,
        )
      : []),
    ...(first === undefined
      ? []
      : said(
          `\`az cognitiveservices usage list --location ${first.region}\` says what is granted and used. Quota is no capacity: whether Azure has the PTU shows when it is deployed.`,
        )),
    "",
  ].join("\n");
}

/** What a change adds and gives back, one line for each scope. */
export function quotaChangeText(changes: readonly QuotaChange[], { width }: Style): string {
  if (changes.length === 0) return "The quota that is needed stays as it is.\n";
  const lines = changes.flatMap(({ region, quota, tier, needed, before, inferred }) => {
    const sign = needed < before ? "−" : "+";
    const [from, to] = [before, needed].map((amount) =>
      tier === "ptu" || amount === 0 ? thousands(amount) : `${thousands(amount)}k`,
    );
    const unit = tier === "ptu" ? "PTU" : "TPM";
    return wrap(
      `${sign}${capacityText(tier, Math.abs(needed - before))}  ${quota} in ${region}: ${from} → ${to} ${unit}${inferred ? ` (the name is ${INFERRED})` : ""}`,
      width,
      { first: "  ", rest: "    " },
    );
  });
  return `The change needs another quota:\n${lines.join("\n")}\n`;
}
