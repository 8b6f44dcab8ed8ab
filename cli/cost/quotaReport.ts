import type { Answer } from "../command";
import { style } from "../plan/request";
import { json, type MoneyRequest, reported } from "./reported";

/** Never throws for a mistake in the files. */
export function quotaReport(request: MoneyRequest): Answer {
  const { quotaChanges, quotaOf } =
    require("../../infra/cost/quotaOf") as typeof import("../../infra/cost/quotaOf");
  const { quotaChangeText, quotaText } =
    require("../../infra/cost/quotaReport") as typeof import("../../infra/cost/quotaReport");
  return reported(request, (topology, before) => {
    const rows = quotaOf(topology);
    const changes = before === "new" || before === undefined ? undefined : quotaChanges(before, topology);
    if (request.format === "json")
      return json({
        quota: rows,
        ...(before === "new" ? { before: null } : {}),
        ...(changes === undefined ? {} : { changes }),
      });
    const how = style(request);
    return [
      ...(before === "new"
        ? [`${request.file} is new since ${request.since}: it adds all of this.\n`]
        : changes === undefined
          ? []
          : [quotaChangeText(changes, how)]),
      quotaText(topology.environment, rows, how),
    ].join("\n");
  });
}
