/** Previews as the engine writes them with `--json`, short. */

const urn = (type: string, name: string) =>
  `urn:pulumi:prod::aoai-fleet::aoai-fleet:index:Fleet$azure-native:${type}::${name}`;

const state = (inputs: object) => ({ custom: true, type: "t", urn: "u", inputs });

export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: object;
  readonly newState?: object;
  readonly diffReasons?: readonly string[];
  readonly replaceReasons?: readonly string[];
  readonly detailedDiff: object | null;
}

export const deployment = (
  op: string,
  name: string,
  sku: string | undefined,
  more: Partial<Step> = {},
): Step => ({
  op,
  urn: urn("cognitiveservices/v20250601:Deployment", name),
  newState: state(sku === undefined ? {} : { sku: { name: sku, capacity: 50 } }),
  detailedDiff: null,
  ...more,
});

export const account = (op: string, name: string, more: Partial<Step> = {}): Step => ({
  op,
  urn: urn("cognitiveservices:Account", name),
  detailedDiff: null,
  ...more,
});

export const backend = (op: string, name: string, more: Partial<Step> = {}): Step => ({
  op,
  urn: urn("apimanagement:Backend", name),
  detailedDiff: null,
  ...more,
});

export const stack = (op: string): Step => ({
  op,
  urn: "urn:pulumi:prod::aoai-fleet::pulumi:pulumi:Stack::aoai-fleet-prod",
  detailedDiff: null,
});

export function previewJson(
  steps: readonly Step[],
  changeSummary: object | undefined,
  more: object = {},
): string {
  return JSON.stringify({ config: {}, steps, duration: 1, changeSummary, ...more }, undefined, 4);
}
