import { z } from "zod";

/**
 * What happened to models in this world, beside what Azure offers anyway: Azure deprecates and retires a version region by
 * region (Microsoft Learn, model lifecycle; read in November 2026).
 */
export const modelEvent = z.strictObject({
  name: z.string().min(1),
  version: z.string().min(1),
  region: z.string().optional().describe("Absent: everywhere"),
  state: z.enum(["deprecated", "retired"]),
  since: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .default("2026-11-30")
    .describe("The day that a refusal names"),
});

export type ModelEvent = z.output<typeof modelEvent>;

/** The stage of a version in a region: `retired` before `deprecated` where both were said. */
export function stageOf(
  events: readonly ModelEvent[],
  name: string,
  version: string,
  region: string | undefined,
): ModelEvent | undefined {
  const own = events.filter(
    (event) =>
      event.name === name && event.version === version && (event.region ?? region ?? "") === (region ?? ""),
  );
  return own.find(({ state }) => state === "retired") ?? own[0];
}

/** A version of a model, in one region or everywhere. */
export interface ModelPlace {
  readonly name: string;
  readonly version: string;
  readonly region?: string;
}

/** Reads `gpt-5.4@2026-03-05` and `gpt-5.4@2026-03-05@swedencentral`; `undefined` for anything else. */
export function readModelPlace(text: string): ModelPlace | undefined {
  const [name = "", version = "", region, ...more] = text.split("@");
  if (name === "" || version === "" || region === "" || more.length > 0) return undefined;
  return region === undefined ? { name, version } : { name, version, region };
}
