import { type SettingRows, words } from "./row";

/** What is not done as the service does it, or not documented, about policies that tell what happens. */
export const observationSettings = {
  contentSchemas: {
    default: "refused",
    values: words("refused", "not-checked"),
    meaning:
      "bodies that `validate-content` would check against a schema: refused with 501, or passed on without a check",
    source: "schemas are not read here; who tries what stands behind the check need not take it out",
  },
} as const satisfies SettingRows;
