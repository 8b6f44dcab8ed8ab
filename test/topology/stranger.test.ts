import type { Problem } from "../../infra/problem";
import { parseTopology } from "../../infra/topology/parse";
import { edited } from "./fixture";
import { stacks } from "./mutations";

const prod = stacks.find(({ name }) => name === "prod")?.text ?? "";

/** Does what a problem's remedy says, knowing nothing else: replaces what stands at its place by what it offers first. */
function obey(text: string, { position, remedy }: Problem): string {
  const offered = /`([^`]+)`|\b(\d+)\b/.exec(remedy);
  const lines = text.split("\n");
  const line = lines[position.line - 1] ?? "";
  const after = line.slice(position.column - 1).replace(/^[\w.-]+/, offered?.[1] ?? offered?.[2] ?? "");
  lines[position.line - 1] = line.slice(0, position.column - 1) + after;
  return lines.join("\n");
}

describe("a stranger who edits the production file", () => {
  test("makes three mistakes and mends them from the messages alone", () => {
    const mistaken = edited(
      prod,
      ["    priority: 3", "    prioritty: 3"],
      ["payg: DataZoneStandard", "payg: DatazoneStandart"],
      ["ptu: 25", "ptu: 27"],
    );
    const checked = parseTopology(mistaken, "stacks/prod.yaml");
    const problems = checked.ok ? [] : checked.problems;
    expect(problems.map(({ rule, remedy }) => [rule, remedy])).toEqual([
      ["not-a-choice", "Did you mean `DataZoneStandard`?"],
      ["ptu-step", "Write 25 or 30."],
      ["unknown-key", "Did you mean `priority`?"],
    ]);
    expect(problems.reduce(obey, mistaken)).toBe(prod);
  });
});
