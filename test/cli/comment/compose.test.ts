import { type Block, compose, fenced, GITHUB_LIMIT, some } from "../../../cli/comment/compose";

const must = (text: string): Block => ({ kind: "must", text });
const may = (text: string, instead: string): Block => ({ kind: "may", text, instead });

describe("composing a comment", () => {
  it("takes everything when there is room", () => {
    expect(compose([must("a"), may("long", "short"), must(""), must("b")])).toBe("a\n\nlong\n\nb\n");
  });

  it("gives room in order and says what is left out", () => {
    const blocks = [
      must("head"),
      may("x".repeat(50), "no x"),
      may("y".repeat(50), "no y"),
      may("z", "no z"),
      must("end"),
    ];
    expect(compose(blocks, 90)).toBe(`head\n\n${"x".repeat(50)}\n\nno y\n\nz\n\nend\n`);
  });

  it("cuts at a line, and says so, only when what must be there is too long", () => {
    const line = `${"l".repeat(99)}\n`;
    const body = compose([must(line.repeat(1000))]);
    expect(body.length).toBeLessThanOrEqual(GITHUB_LIMIT);
    expect(
      body.endsWith(
        "*The rest is cut: a comment holds 65,536 characters. The workflow's run has everything.*\n",
      ),
    ).toBe(true);
    expect(
      body
        .split("\n")
        .filter((each) => each !== "" && !each.startsWith("*"))
        .every((each) => each.length === 99),
    ).toBe(true);
  });

  it("fences what has fences in it", () => {
    expect(fenced("a\n````\nb", "diff")).toBe("`````diff\na\n````\nb\n`````");
  });

  it("says how many lines a list lacks", () => {
    expect(some(["a", "b", "c"], 2)).toEqual(["a", "b", "… and 1 more"]);
    expect(some(["a", "b"], 2)).toEqual(["a", "b"]);
  });
});
