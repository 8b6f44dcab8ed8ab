/** What `pulumi preview --json` or `pulumi refresh --json` would do, or why that is not known. */
export type Preview =
  | {
      readonly kind: "known";
      readonly counts: OperationCounts;
      readonly resources: readonly ResourceChange[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: "failed";
      readonly reason: string;
      readonly messages: readonly string[];
      /** Resources that are protected against what the change would do to them: no fault, if that was wanted. */
      readonly protected: readonly string[];
    }
  | { readonly kind: "missing"; readonly reason: string };

export interface OperationCounts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly same: number;
}

/** One resource that changes. */
export interface ResourceChange {
  readonly operation: "create" | "update" | "replace" | "delete" | "import";
  /** `cognitiveservices:Deployment` */
  readonly type: string;
  /** Pulumi resource name. */
  readonly name: string;
  /** Properties that change, or that force the replacement. */
  readonly properties: readonly string[];
  /** Why losing it hurts; `undefined` for everything that can be made again at once. */
  readonly precious: string | undefined;
  /** Only the model changes, of a deployment that Azure may upgrade: in a comparison with Azure, its own upgrade. */
  readonly upgraded?: string;
}

const operations: Readonly<Record<string, ResourceChange["operation"]>> = {
  create: "create",
  update: "update",
  delete: "delete",
  discard: "delete",
  import: "import",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "read-replacement": "replace",
  "import-replacement": "replace",
  "discard-replaced": "replace",
  "remove-pending-replace": "replace",
};

/** The order in which a reviewer reads them. */
const order: readonly ResourceChange["operation"][] = ["delete", "replace", "create", "import", "update"];

/**
 * Reads the output of a preview. Output that is empty, cut, not JSON, or reports an error is a failure with its reason:
 * never an empty list of changes.
 */
export function readPreview(text: string): Preview {
  const json = jsonOf(text);
  if (json === undefined) {
    const reason =
      text.trim() === "" ? "The preview left no output." : "The output of the preview is not JSON.";
    return failed(reason, lastLines(text));
  }
  const diagnostics = list(json.diagnostics).filter(isRecord);
  const messages = (severity: RegExp) =>
    diagnostics.filter((d) => severity.test(String(d.severity))).map((d) => String(d.message).trim());
  const errors = messages(/^error$/);
  if (errors.length > 0) return failed("The preview ended with an error.", errors);
  if (typeof json.error === "string") return failed("The preview ended with an error.", [json.error]);
  const summary = isRecord(json.changeSummary) ? json.changeSummary : undefined;
  if (summary === undefined && !Array.isArray(json.steps)) {
    return failed("The output of the preview has neither steps nor a summary.", []);
  }
  const resources = resourcesOf(list(json.steps).filter(isRecord));
  const counts = countsOf(resources, summary);
  const warnings = messages(/^warning$/);
  const counted = counts.create + counts.update + counts.replace + counts.delete;
  if (resources.length < counted) {
    warnings.push(`The preview counts ${counted} changes and lists ${resources.length} of them.`);
  }
  if (json.maybeCorrupt === true) warnings.push("Pulumi says that the state may be corrupt.");
  return {
    kind: "known",
    counts,
    resources: resources.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
    warnings,
  };
}

/** A preview that failed; it is protection's only when every error says so, but for the engine's own summing up. */
function failed(reason: string, messages: readonly string[]): Preview {
  const kept = messages.map((message) => ({
    names: PROTECTED.test(message) ? [...message.matchAll(URN)].map(([urn]) => identity(urn).name) : [],
    summary: /^(?:<\{%\w+%\}>)*(?:preview|update) failed\W*$/i.test(message.trim()),
  }));
  const explained = kept.every(({ names, summary }) => names.length > 0 || summary);
  const names = explained ? [...new Set(kept.flatMap((each) => each.names))] : [];
  return { kind: "failed", reason, messages, protected: names };
}

/** The engine's words for a resource that is protected, before a deletion and before a replacement. */
const PROTECTED = /because it is protected|marked for protection/;
const URN = /urn:pulumi:[^"\s]+/g;

function jsonOf(text: string): Record<string, unknown> | undefined {
  // The engine may print a line or two before the document.
  const start = text.search(/^[ \t]*\{/m);
  if (start === -1) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(start));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function resourcesOf(steps: readonly Record<string, unknown>[]): ResourceChange[] {
  const byUrn = new Map<string, ResourceChange>();
  for (const step of steps) {
    const urn = String(step.urn);
    // A refresh names every resource; those that differ are updates or deletions, or at least have properties.
    const refreshed = step.op === "refresh" && propertiesOf(step).length > 0;
    const operation = refreshed ? "update" : operations[String(step.op)];
    if (operation === undefined) continue;
    // Steps of one replacement belong together, whichever of them is listed.
    if (byUrn.get(urn)?.operation === "replace" && operation !== "replace") continue;
    const known = byUrn.get(urn);
    const properties = propertiesOf(step);
    byUrn.set(urn, {
      operation: known !== undefined && known.operation !== operation ? "replace" : operation,
      ...identity(urn),
      properties: properties.length > 0 ? properties : (known?.properties ?? []),
      ...upgradeOf(step),
      precious: known?.precious ?? preciousness(urn, step),
    });
  }
  return [...byUrn.values()].sort(
    (a, b) =>
      Number(!isLoss(a)) - Number(!isLoss(b)) ||
      order.indexOf(a.operation) - order.indexOf(b.operation) ||
      `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`, "en"),
  );
}

/**
 * Azure moves deployments of a standard type to another version by itself, where `versionUpgradeOption` allows it; PTU never.
 * A model that changed otherwise is drift like any other.
 */
function upgradeOf(step: Record<string, unknown>): { upgraded: string } | undefined {
  if (identity(String(step.urn)).type !== "cognitiveservices:Deployment") return undefined;
  const [was, is] = [step.oldState, step.newState].map(deploymentIn);
  if (was === undefined || is === undefined || was.fixed || was.rest !== is.rest || was.model === is.model)
    return undefined;
  return { upgraded: `from ${was.model} to ${is.model}` };
}

function deploymentIn(state: unknown): { model: string; rest: string; fixed: boolean } | undefined {
  const inputs = isRecord(state) && isRecord(state.inputs) ? state.inputs : undefined;
  const properties = isRecord(inputs?.properties) ? inputs.properties : undefined;
  const model = isRecord(properties?.model) ? properties.model : undefined;
  if (model === undefined || properties === undefined) return undefined;
  const sku = isRecord(inputs?.sku) ? String(inputs.sku.name) : "";
  return {
    model: `${model.name} ${model.version}`,
    rest: JSON.stringify([inputs?.sku, { ...properties, model: undefined }]),
    fixed: sku.endsWith("ProvisionedManaged") || properties.versionUpgradeOption === "NoAutoUpgrade",
  };
}

/** Whether something goes that cannot simply be made again. */
export function isLoss({ operation, precious }: ResourceChange): boolean {
  return precious !== undefined && (operation === "delete" || operation === "replace");
}

/** `urn:pulumi:dev::aoai-fleet::parent$azure-native:cognitiveservices:Deployment::name` */
function identity(urn: string): { type: string; name: string } {
  const [, , qualified = "", ...name] = urn.split("::");
  const type = qualified.split("$").at(-1) ?? qualified;
  return { type: type.replace(/^azure-native:/, "").replace(/\/v\d\w*(?=:)/, ""), name: name.join("::") };
}

function propertiesOf(step: Record<string, unknown>): string[] {
  for (const key of ["replaceReasons", "diffReasons"]) {
    const reasons = list(step[key]).map(String);
    if (reasons.length > 0) return reasons;
  }
  return isRecord(step.detailedDiff) ? Object.keys(step.detailedDiff) : [];
}

/** What holds data, capacity, keys or an address, and why losing it hurts. */
const precious: Readonly<Record<string, string>> = {
  "cognitiveservices:Account": "an account: its name is held for 48 hours, and its deployments go with it",
  "cognitiveservices:PtuDeployment":
    "a PTU deployment: the capacity goes back to the pool with no right to regain it",
  "apimanagement:ApiManagementService":
    "the API Management service: every caller loses its gateway while a new one is made",
  "apimanagement:Subscription": "a consumer's keys: the old ones open nothing any more",
  "operationalinsights:Workspace": "the logs: what they hold goes with them",
  "applicationinsights:Component": "the insights: what they hold goes with them",
  "managedidentity:UserAssignedIdentity":
    "the gateway's identity: whoever granted it access must do so again",
  "network:PublicIPAddress": "an address: whoever allowed the old one must allow the new one",
  "network:PrivateEndpoint": "a private endpoint: the account has no private address without it",
  "network:VirtualNetwork": "the hub's network: what has an address in it goes too",
  "resources:ResourceGroup": "a resource group: everything in it goes, whoever made it",
  "random:RandomString": "the suffix of the names that are unique in the world: all of them are others",
};

function preciousness(urn: string, step: Record<string, unknown>): string | undefined {
  const { type } = identity(urn);
  if (type !== "cognitiveservices:Deployment") return precious[type];
  const skus = [step.oldState, step.newState].map((state) => {
    const inputs = isRecord(state) && isRecord(state.inputs) ? state.inputs : {};
    return isRecord(inputs.sku) ? String(inputs.sku.name) : "";
  });
  // A deployment whose SKU the preview does not show may be a PTU deployment: better one loud line too many.
  const unknown = skus.every((sku) => sku === "");
  return unknown || skus.some((sku) => /provisioned/i.test(sku))
    ? precious["cognitiveservices:PtuDeployment"]
    : undefined;
}

/** The engine's own counts, or those of the list when it gives none. An import counts as a creation. */
function countsOf(
  resources: readonly ResourceChange[],
  summary: Record<string, unknown> | undefined,
): OperationCounts {
  const listed = (...wanted: string[]) =>
    resources.filter((resource) => wanted.includes(resource.operation)).length;
  const told = (...keys: string[]) => Math.max(...keys.map((key) => Number(summary?.[key] ?? 0) || 0));
  return {
    create: summary === undefined ? listed("create", "import") : told("create") + told("import"),
    update: summary === undefined ? listed("update") : told("update"),
    replace:
      summary === undefined ? listed("replace") : told("replace", "create-replacement", "delete-replaced"),
    delete: summary === undefined ? listed("delete") : told("delete"),
    same: told("same"),
  };
}

/** The last lines of something that should have been JSON; usually the reason is there. */
function lastLines(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-10);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
