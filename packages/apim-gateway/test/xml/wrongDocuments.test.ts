import { type Checked, linesOf } from "./checkDocument";
import documents from "./wrongDocuments.json";

test.each(
  documents as unknown as readonly (Checked & { readonly title: string; readonly says: readonly string[] })[],
)("$title", ({ says, ...checked }) => {
  expect(linesOf(checked)).toEqual(says);
});
