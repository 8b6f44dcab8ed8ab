import { readFileSync, writeFileSync } from "node:fs";
import { judge } from "./judge";
import { asText, findPatterns, type Pattern } from "./patterns";

export interface House {
  /** Folders whose sources are read, from the root. */
  readonly folders: readonly string[];
  /** Not linear, and accepted: their text → why. */
  readonly accepted: Readonly<Record<string, string>>;
  /** Those that a file puts together at run time, as they come out. */
  readonly made: Readonly<Record<string, readonly RegExp[]>>;
  /** The file with those that were judged linear. */
  readonly list: string;
}

/**
 * Declares the tests of a house's regular expressions. Those of the list were judged linear by `recheck`, which takes two
 * minutes for all. `UPDATE_REGULAR_EXPRESSIONS=1` judges those that are new and writes the list,
 * `UPDATE_REGULAR_EXPRESSIONS=all` judges every one.
 */
export function holdLinear({ folders, accepted, made, list }: House): void {
  const found = findPatterns(folders);

  /** By its text, each once. */
  const all = new Map<string, Pattern>(
    [
      ...found.literals,
      ...Object.entries(made).flatMap(([place, patterns]) =>
        patterns.map(({ source, flags }) => ({ place, source, flags })),
      ),
    ].map((pattern) => [asText(pattern), pattern]),
  );

  const update = process.env.UPDATE_REGULAR_EXPRESSIONS;
  const known = new Set(update === "all" ? [] : readFileSync(list, "utf8").split("\n").filter(Boolean));

  test("every regular expression takes time that grows with the text at worst", () => {
    const texts = [...all.keys()].filter((text) => !(text in accepted));
    const unknown = texts.filter((text) => !known.has(text)).map((text) => all.get(text) as Pattern);
    const verdicts = judge(unknown);
    const faults = unknown.flatMap((pattern, index) =>
      verdicts[index] === null ? [] : [`${pattern.place}: ${asText(pattern)} ${verdicts[index]}`],
    );
    expect(faults).toEqual([]);
    if (update !== undefined) writeFileSync(list, `${texts.sort().join("\n")}\n`);
    else expect([...known].sort()).toEqual(texts.sort());
  }, 1_800_000);

  test("every file that puts one together has an example here, and every accepted one is in use", () => {
    expect(Object.keys(made).sort()).toEqual([...found.made].sort());
    expect(Object.keys(accepted).filter((text) => !all.has(text))).toEqual([]);
  });
}
