import type { BreakerRule, SingleBackend } from "./backend";
import { readCredentials } from "./credentials";
import { parseDuration } from "./duration";
import type { BackendFields } from "./fields";

const longestUrl = 2000;
const mostRanges = 10;
const mostReasons = 10;
const longestReason = 200;

/** Reads a backend of type Single; `undefined` where something is wrong with it, which is reported. */
export function readSingle(name: string, fields: BackendFields): SingleBackend | undefined {
  const before = fields.problemCount;
  const url = readUrl(fields);
  if (!fields.has("protocol")) fields.report("protocol", "is required: `http` or `soap`");
  const protocol = fields.word("protocol", ["http", "soap"]);
  if (fields.has("pool")) fields.report("pool", "belongs to backends of type Pool");
  const credentials = readCredentials(fields);
  const breaker = fields.object("circuitBreaker");
  const rules = breaker?.objects("rules") ?? [];
  if (rules.length > 1) breaker?.report("rules", `has ${rules.length} rules; the service accepts one`);
  const read = rules.map((rule, index) => readRule(rule, index));
  if (fields.problemCount > before || url === undefined || protocol === "invalid") return undefined;
  return {
    type: "Single",
    name,
    url,
    protocol,
    rules: read.filter((rule) => rule !== undefined),
    credentials,
    properties: fields.raw,
  };
}

function readUrl(fields: BackendFields): string | undefined {
  const url = fields.text("url");
  if (url === undefined)
    return fields.has("url") ? undefined : fields.report("url", "is required for a backend of type Single");
  if (url.length > longestUrl)
    return fields.report("url", `has ${url.length} characters; at most ${longestUrl} are accepted`);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return fields.report("url", `must be an absolute http or https URL, not \`${url.slice(0, 60)}\``);
  return url;
}

function readRule(fields: BackendFields, index: number): BreakerRule | undefined {
  if (!fields.isObject) return undefined;
  const before = fields.problemCount;
  const tripMs = readDuration(fields, "tripDuration");
  const acceptRetryAfter = fields.flag("acceptRetryAfter") ?? false;
  const failureStatus = fields.object("failureResponse")?.whole("statusCode", 100, 599);
  const condition = fields.object("failureCondition");
  if (condition === undefined) return fields.report("failureCondition", "is required");
  if (!condition.isObject) return undefined;
  const count = condition.whole("count", 1, Number.MAX_SAFE_INTEGER);
  const percentage = condition.whole("percentage", 1, 100);
  if (condition.has("count") === condition.has("percentage"))
    condition.report("", "needs either `count` or `percentage`");
  const intervalMs = readDuration(condition, "interval");
  const statusCodeRanges = readRanges(condition);
  const errorReasons = readReasons(condition);
  if (condition.list("statusCodeRanges").length + errorReasons.length === 0)
    condition.report("", "needs `statusCodeRanges` or `errorReasons`; without them nothing is a failure");
  if (fields.problemCount > before || tripMs === undefined || intervalMs === undefined) return undefined;
  return {
    name: fields.text("name") ?? `rule-${index + 1}`,
    count,
    percentage,
    intervalMs,
    statusCodeRanges,
    errorReasons,
    tripMs,
    acceptRetryAfter,
    failureStatus,
  };
}

function readDuration(fields: BackendFields, field: string): number | undefined {
  const text = fields.text(field);
  if (text === undefined) return fields.has(field) ? undefined : fields.report(field, "is required");
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  return fields.report(
    field,
    `must be an ISO 8601 duration above zero, such as \`PT1M\`, not \`${text.slice(0, 60)}\``,
  );
}

function readRanges(condition: BackendFields): BreakerRule["statusCodeRanges"] {
  const ranges = condition.objects("statusCodeRanges");
  if (ranges.length > mostRanges)
    condition.report("statusCodeRanges", `has ${ranges.length} ranges; at most ${mostRanges} are accepted`);
  return ranges.flatMap((range) => {
    if (!range.isObject) return [];
    const min = range.whole("min", 200, 599);
    const max = range.whole("max", 200, 599);
    for (const bound of ["min", "max"]) if (!range.has(bound)) range.report(bound, "is required");
    if (min === undefined || max === undefined) return [];
    if (min > max) range.report("", `\`min\` ${min} is above \`max\` ${max}`);
    return [{ min, max }];
  });
}

function readReasons(condition: BackendFields): string[] {
  const reasons = condition.list("errorReasons");
  if (reasons.length > mostReasons)
    condition.report("errorReasons", `has ${reasons.length} reasons; at most ${mostReasons} are accepted`);
  return reasons.flatMap((reason, index) => {
    if (typeof reason === "string" && reason !== "" && reason.length <= longestReason) return [reason];
    condition.report(`errorReasons[${index}]`, `must be a text of 1 to ${longestReason} characters`);
    return [];
  });
}
